/** Whether S3's public access is blocked for accounts as a whole. */
import type { z } from "zod";
import type { Access } from "./access";
import type { Archive } from "./archive";
import type { Report, Sound } from "./base/contradictions";
import { derived, flag, section } from "./base/fields";

export const publicAccessBlock = section(
    {
        /**
         * Whether the logging stack blocks it for the logging account. Turn it off where another program (a landing
         * zone) owns the account's block. Turned off later, the block stays as it is.
         * @default true, false where access.deploymentRoles is true or there is an archive.existing: the account holds logs
         * only, and where the bootstrap's roles deploy, the bootstrap blocks it; who owns the archive owns the account's block
         */
        loggingAccount: derived(
            flag("whether S3's public access is blocked for the logging account as a whole."),
            "true, false where access.deploymentRoles is true or there is an archive.existing",
        ),
        /**
         * Whether the security stack blocks it for the security account, the buckets of others there included.
         * @default false because others may have buckets there too
         */
        securityAccount: flag(
            "whether S3's public access is blocked for the security account as a whole.",
        ).default(false),
    },
    "it holds loggingAccount and securityAccount.",
);

export type PublicAccessBlock = z.output<typeof publicAccessBlock>;

/** Which accounts the stacks block, with what was left out filled in. */
export const publicAccessBlockOf = (settings: {
    readonly access: Access;
    readonly archive: Archive;
    readonly publicAccessBlock: PublicAccessBlock;
}): Required<PublicAccessBlock> => ({
    loggingAccount: !settings.access.deploymentRoles && settings.archive.existing === undefined,
    ...settings.publicAccessBlock,
});

/** Reports a block that the roles that deploy may not make: IAM cannot tell blocking from opening. */
export function checkPublicAccessBlock(
    { access, publicAccessBlock: chosen }: Sound<{ access: Access; publicAccessBlock: PublicAccessBlock }>,
    report: Report,
): void {
    if (access?.deploymentRoles !== true) {
        return;
    }
    for (const key of ["loggingAccount", "securityAccount"] as const) {
        if (chosen?.[key] === true) {
            report(
                ["publicAccessBlock", key],
                true,
                "the roles that deploy may not change an account's block, since who may block may open as well " +
                    "(access.deploymentRoles). Leave it out here, and set it in the settings of gitops/bootstrap.",
            );
        }
    }
}
