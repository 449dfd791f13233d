/** GuardDuty and Macie for the organization, and where their findings go. */
import type { z } from "zod";
import { GUARDDUTY_FEATURES } from "../aws/guardDuty";
import { days, flag, list, oneOf, section } from "./base/fields";
import type { Naming } from "./naming";

export const guardDuty = section(
    {
        /**
         * Whether the management stack turns GuardDuty on for every account of the organization, administered by the
         * security account.
         * @default false because it is billed by what it analyses, and many organizations have it already
         */
        enabled: flag("whether GuardDuty is turned on for the organization.").default(false),
        /**
         * What is analysed besides the foundational sources. What is not listed is turned off.
         * @default because these watch without an agent: RUNTIME_MONITORING installs one in every account's workloads
         */
        features: list(
            oneOf(GUARDDUTY_FEATURES, "It is a feature of GuardDuty."),
            "a list of features of GuardDuty, [] for none.",
        ).default(GUARDDUTY_FEATURES.filter((feature) => feature !== "RUNTIME_MONITORING")),
    },
    "it holds enabled and features.",
);

export const macie = section(
    {
        /**
         * Whether the management stack turns Macie on for the organization, administered by the security account.
         * @default false because it is billed by the bucket and by what it reads
         */
        enabled: flag("whether Macie is turned on for the organization.").default(false),
        /**
         * Whether the accounts that are in the organization already become members too. Each is a resource a region.
         * @default true because Macie enables by itself only accounts that join
         */
        existingAccounts: flag("whether the accounts that are there already become members.").default(true),
    },
    "it holds enabled and existingAccounts.",
);

export type GuardDuty = z.output<typeof guardDuty>;
export type Macie = z.output<typeof macie>;

/** Whether there are findings to forward from the account that administers what finds. */
export const findsThreats = (chosen: {
    readonly guardDuty: Pick<GuardDuty, "enabled">;
    readonly macie: Pick<Macie, "enabled">;
}): boolean => chosen.guardDuty.enabled || chosen.macie.enabled;

export const findings = section(
    {
        /**
         * After how many days exported findings are deleted.
         * @default 1825, as long as the log files that they are about
         */
        expireAfterDays: days("days until findings are deleted, a whole number from 1 to 36500.").default(
            1825,
        ),
    },
    "it holds expireAfterDays.",
);

/** The names of what keeps findings. */
export const findingsNames = ({ namePrefix, homeRegion, organization }: Naming) => ({
    /** The bucket that GuardDuty and Macie export to, in the security account. */
    findingsBucket: `${namePrefix}-findings-${organization.securityAccount}-${homeRegion}`,
    /** The bucket for that bucket's server access logs, in the security account. */
    findingsAccessLogBucket: `${namePrefix}-finding-log-${organization.securityAccount}-${homeRegion}`,
    /** The alias, `alias/` included, of the key that encrypts the findings, in the security account. */
    findingsKeyAlias: `alias/${namePrefix}-findings`,
});
