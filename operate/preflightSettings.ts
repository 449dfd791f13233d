/** Settings for the stacks of docs/production.md, from what is there. */
import { stringify } from "yaml";
import type { AccountId } from "../aws/arn";
import { PROJECT } from "../settings";
import { usableTrail, type PreflightLook } from "./preflightFindings";

/** What nobody can look up. */
export interface Chosen {
    readonly organizationId: string;
    readonly managementAccount: AccountId;
    readonly loggingAccount: AccountId;
    readonly securityAccount: AccountId;
    readonly homeRegion: string;
    readonly namePrefix: string;
    readonly roleName: string;
}

/** The most accounts of a members stack by providers: docs/performance.md, "As accounts grow". */
const MOST_BY_PROVIDERS = 10;

/**
 * The stacks' files by the name of each, as YAML: where a trail can be used, of a trail and an archive that are there. A stack that
 * would have nothing to make is left out.
 */
export function proposedStacks(look: PreflightLook, chosen: Chosen): Readonly<Record<string, string>> {
    const { homeRegion, namePrefix, roleName, ...accounts } = chosen;
    const { organizationId: id, managementAccount, loggingAccount, securityAccount } = accounts;
    const { trail } = usableTrail(look) ?? {};
    const shared = {
        organization: { id, managementAccount, loggingAccount, securityAccount },
        homeRegion,
        namePrefix,
        ...(trail?.TrailARN === undefined || trail.S3BucketName === undefined
            ? {}
            : {
                  trail: { existing: trail.TrailARN },
                  archive: {
                      existing: {
                          bucket: trail.S3BucketName,
                          ...(trail.KmsKeyId === undefined ? {} : { keyArn: trail.KmsKeyId }),
                          ...(trail.S3KeyPrefix === undefined ? {} : { prefix: trail.S3KeyPrefix }),
                      },
                  },
              }),
    };
    const of = (callerAccount: AccountId, own: Readonly<Record<string, unknown>>): string =>
        stringify({
            config: Object.fromEntries(
                Object.entries({ ...own, ...shared, access: { callerAccount, roleName } }).map(
                    ([key, value]) => [`${PROJECT}:${key}`, value],
                ),
            ),
        });
    const core = [managementAccount, loggingAccount, securityAccount];
    const others =
        "told" in look.accounts ? look.accounts.told.filter((account) => !core.includes(account)) : [];
    const shares = chunked(others);
    const security = { security: `organization/${PROJECT}/security` };
    return {
        logging: of(loggingAccount, { role: "logging" }),
        ...("trail" in shared
            ? {}
            : {
                  management: of(managementAccount, {
                      role: "management",
                      stacks: { logging: `organization/${PROJECT}/logging` },
                  }),
              }),
        security: of(securityAccount, { role: "security" }),
        "members-core": of(managementAccount, {
            role: "members",
            members: { coreAccounts: true },
            stacks: security,
        }),
        // A StackSet would go by units: with accounts, somebody is to look which of them come and go.
        ...Object.fromEntries(
            shares.map((members, index) => [
                shares.length === 1 ? "members-workloads" : `members-workloads-${index + 1}`,
                of(managementAccount, {
                    role: "members",
                    members: { accounts: members },
                    stacks: security,
                }),
            ]),
        ),
    };
}

const chunked = (accounts: readonly AccountId[]): readonly (readonly AccountId[])[] =>
    Array.from({ length: Math.ceil(accounts.length / MOST_BY_PROVIDERS) }, (_, index) =>
        accounts.slice(index * MOST_BY_PROVIDERS, (index + 1) * MOST_BY_PROVIDERS),
    );
