/** What a stack makes, and which others it builds on. */
import type { z } from "zod";
import type { Report, Sound } from "./base/contradictions";
import { matching, oneOf, section } from "./base/fields";
import type { Trail } from "./trail";

export const role = oneOf(
    ["organization", "logging", "management", "security", "members"],
    "It says what this stack makes.",
);

export type Role = z.output<typeof role>;

const stackReference = matching(
    /^([A-Za-z0-9_.-]+\/){0,2}[A-Za-z0-9_.-]+$/,
    'a stack, as "organization/project/stack", "project/stack" or "stack".',
);

export const stacks = section(
    {
        /**
         * The stack of the role "logging". Required by the role "management", unless there is a trail.existing, and, where
         * trail.scope is "account", by the role "members".
         */
        logging: stackReference.exactOptional(),
        /** The stack of the role "management". */
        management: stackReference.exactOptional(),
        /**
         * The stack of the role "security". Required by the role "members". A stack of the role "management" may name it too,
         * to have trail, guardDuty and macie compared with those that its detections and rules go by.
         */
        security: stackReference.exactOptional(),
    },
    "it holds the stacks that this one builds on: logging, management, security.",
);

export type Stacks = z.output<typeof stacks>;

/** Which stack a role builds on, and for what. */
const BUILDS_ON = {
    management: { needs: "logging", why: "the trail delivers to the archive of that stack" },
    members: { needs: "security", why: "members forward to the bus of that stack" },
} as const;

/** Reports a stack that the role builds on and that is not named, and any where it builds on none. */
export function checkStacks(
    { role: chosenRole, stacks: chosen, trail }: Sound<{ role: Role; stacks: Stacks; trail: Trail }>,
    report: Report,
): void {
    if (chosenRole === undefined || chosen === undefined) {
        return;
    }
    if (chosenRole === "organization" && Object.keys(chosen).length > 0) {
        report(
            ["stacks"],
            chosen,
            "a stack of the role organization makes everything itself and builds on no other. Leave stacks out.",
        );
    }
    // A trail that is there delivers to what is there.
    const needsLogging = trail === undefined || !("existing" in trail);
    if ((chosenRole === "management" && needsLogging) || chosenRole === "members") {
        const { needs, why } = BUILDS_ON[chosenRole];
        if (!(needs in chosen)) {
            report(
                ["stacks", needs],
                undefined,
                `a stack of the role ${chosenRole} builds on it: ${why}. Write its name, e.g. "${needs}".`,
            );
        }
    }
}
