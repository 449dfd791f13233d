/** Whether the stacks were deployed with the settings that they have, and with settings that go together. */
import { isDeepStrictEqual } from "node:util";
import { type Agreed, agreedBy, disagreements } from "../../settings/agreement";
import { ok, warning, failed } from "./check";
import type { StatusCheck } from "./model";
import type { StackInState } from "./state";

type Stack = Pick<StackInState, "name" | "outputs" | "settings">;

/** A line for each stack. */
export const settingsChecks = (stacks: readonly Stack[]): readonly StatusCheck[] =>
    stacks.map((stack) => {
        const what = `settings of ${stack.name}`;
        const apart = stacks.flatMap((other) => differing(stack, other));
        if (apart.length > 0) {
            return failed(what, apart.join(" "), "Deploy both afterwards: npx security-logging deploy.");
        }
        const undeployed = changedSince(stack);
        return undeployed.length === 0
            ? ok(what, "go together with the others'")
            : warning(
                  what,
                  `changed since they were deployed: ${undeployed.join(", ")}`,
                  `Deploy them: npx security-logging preview --stack ${stack.name} shows what would change.`,
              );
    });

/** Where what a stack takes for granted of another is not so. */
function differing({ name, settings }: Stack, other: Stack): readonly string[] {
    const { role } = other.settings;
    const agreed = other.outputs["agreed"] as Agreed | undefined;
    return name === other.name || agreed === undefined || (role !== "logging" && role !== "security")
        ? []
        : disagreements(settings, { role, name: other.name, agreed }).map(String);
}

/** The settings that others agree with, and that are not as they were when the stack was deployed. */
function changedSince({ settings, outputs }: Stack): readonly string[] {
    const before = outputs["agreed"] as Agreed | undefined;
    const now = agreedBy(settings);
    return before === undefined
        ? []
        : Object.keys({ ...before, ...now }).filter(
              (key) => !isDeepStrictEqual(plain(before[key]), plain(now[key])),
          );
}

/** As an output has it: without what is undefined. */
const plain = (value: unknown): unknown =>
    value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
