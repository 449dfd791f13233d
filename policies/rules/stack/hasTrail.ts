import { texts } from "../../parameters";
import { STACK, TRAIL } from "../../resources";
import { stackRule } from "../../rule";
import { matchesWildcard } from "../../wildcard";

export const hasTrail = stackRule({
    name: "stack-has-trail",
    description: "A stack that is to have a trail must have one.",
    severity: "critical",
    remediationSteps:
        "Put the trail back, or take the stack's name out of the parameter `stacks` if another stack has the trail now.",
    url: "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html",
    parameters: {
        stacks: texts(
            "Names of the stacks that are to have a trail, in which `*` stands for any characters: those of the management account.",
        ),
    },
    resource: STACK,
    *check({ name, urn }, stack, { parameters: { stacks } }) {
        const stackName = stackNameOf(urn);
        if (
            stacks.some((pattern) => matchesWildcard(pattern, stackName)) &&
            stack.ofType(TRAIL).length === 0
        ) {
            yield {
                problem: `The stack ${stackName} (${name}) records nothing`,
                property: "a Trail of the stack",
                found: undefined,
                write: "an organization trail",
            };
        }
    },
});

/** `urn:pulumi:<stack>::<project>::<type>::<name>` */
const stackNameOf = (urn: string): string => urn.split(":")[2] ?? "";
