import * as iam from "@pulumi/aws/iam";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { issuerOf, type Deployer } from "./roles/trust";

/**
 * Makes the identity provider, `${name}-identity-provider`, whose tokens the deployer's roles are assumed with.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function identityProvider(name: string, deployer: Deployer, options: CustomResourceOptions): void {
    const { url, audience } = issuerOf(deployer);
    new iam.OpenIdConnectProvider(`${name}-identity-provider`, { url, clientIdLists: [audience] }, options);
}
