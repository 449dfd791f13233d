import * as pulumi from "@pulumi/pulumi";
import { type TrailArgs, protectedTrail } from "../resources/protectedTrail";

/**
 * The trail of one account, for accounts without an Organization. Its account's administrators can stop it, which
 * only an alert tells: no member of an organization can stop an organization trail.
 *
 * It is protected, and kept when its stack goes.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-receive-logs-from-multiple-accounts.html
 */
export class AccountTrail extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: TrailArgs, options?: pulumi.ComponentResourceOptions) {
        super("security-logging:components:AccountTrail", name, {}, options);
        const trail = protectedTrail(name, { ...args, isOrganizationTrail: false }, { parent: this });
        this.arn = trail.arn;
        this.registerOutputs({ arn: this.arn });
    }
}
