/** The settings of this program's own stack, in the same way as the settings of the stacks that it has deployed. */
import type { z } from "zod";
import { flag, matching, number, section } from "../../settings/base/fields";
import { parse } from "../../settings/base/parse";

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

const drift = section(
    {
        /**
         * When the first stack is looked at, each night, in UTC. The others follow a quarter of an hour apart.
         * @default 3, when most organizations change least
         */
        hour: number("an hour of the day in UTC, a whole number from 0 to 20.", (hour) =>
            Number.isInteger(hour) && hour >= 0 && hour <= 20
                ? undefined
                : "an hour of the day in UTC, a whole number from 0 to 20, so that the last stack is still looked at that night.",
        ).default(3),
        /**
         * Whether a drift is undone at once.
         * @default false because what was changed by hand may be somebody's emergency measure, and because an attacker's
         *     change is evidence: it is to be looked at first
         */
        autoRemediate: flag("whether a drift is undone without anybody having looked at it.").default(false),
    },
    "it holds hour and autoRemediate.",
);

const policies = section(
    {
        /**
         * The policy group that the stacks are in.
         * @default "security-logging"
         */
        group: matching(NAME, "the name of a policy group, without spaces.").default("security-logging"),
        /** The version of the pack that the group demands, as in policies/package.json when it was published. */
        version: matching(/^\d+\.\d+\.\d+$/, 'the version of the published policy pack, e.g. "0.1.0".'),
    },
    "it holds group and version.",
);

const schema = section(
    {
        /** The Pulumi organization of the stacks. */
        organization: matching(NAME, "the name of your Pulumi organization."),
        /** The nightly look for changes that were not made by a deployment. */
        drift: drift.prefault({}),
        /** Which policy pack every deployment is checked with. */
        policies,
    },
    "an object of settings.",
);

/** The settings of this program's own stack, valid, with every default filled in. */
export type DeploymentsSettings = z.output<typeof schema>;

/**
 * Settings as written to settings that are valid.
 * @throws SettingsError with every mistake at once
 */
export const parseDeploymentsSettings = (raw: Readonly<Record<string, unknown>>): DeploymentsSettings =>
    parse(schema, raw);
