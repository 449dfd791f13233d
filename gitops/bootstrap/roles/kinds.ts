/** Which kinds of stack have something in an account. */
import type { AccountId } from "../../../aws/arn";
import type { DeploymentKind } from "../../../settings/access";

/** An account, and the core accounts that it may be one of. */
export interface AmongAccounts {
    readonly account: AccountId;
    readonly managementAccount: AccountId;
    readonly loggingAccount: AccountId;
    readonly securityAccount: AccountId;
}

/** Members stacks have something in every account, the others each in their own core account. */
export function kindsIn(args: AmongAccounts): readonly DeploymentKind[] {
    switch (args.account) {
        case args.managementAccount:
            return ["management", "members"];
        case args.loggingAccount:
            return ["logging", "members"];
        case args.securityAccount:
            return ["security", "members"];
        default:
            return ["members"];
    }
}
