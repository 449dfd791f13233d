/** Whether the system is whole: looked at from outside and in every account, against what the stacks' states have. */
import { names, type Settings } from "../../settings";
import type { Role } from "../../settings/stacks";
import { chosenStacks } from "../chosenStacks";
import { clientOptions } from "../clients";
import { UsageError } from "../usageError";
import { CountedCalls } from "./calls";
import { Look, type StatusOptions } from "./look";
import { isWhole, type Section, SECTIONS, type Status } from "./model";
import { readStackInState, type StackInState } from "./state";

const ROLES: readonly Role[] = ["organization", "logging", "management", "security", "members"];

/**
 * Looks at the whole system. What cannot be told is said, and keeps nothing else from being told.
 * @throws Error if no stack is deployed, or the role cannot be assumed; UsageError if the stacks are of several systems
 */
export async function status(options: StatusOptions): Promise<Status> {
    const begin = Date.now();
    const stacks = await Promise.all(
        (await chosenStacks(options.stack, ROLES)).map((name) => readStackInState(name)),
    );
    const settings = settingsOfAll(stacks);
    const calls = new CountedCalls(await clientOptions(settings, options.role));
    const look = new Look(stacks, settings, calls.clients, options);
    const parts = await look.everything(begin);
    const sections = SECTIONS.flatMap((name): readonly Section[] => {
        const checks = parts.checks[name];
        return checks.length === 0 ? [] : [{ name, checks }];
    });
    const { organization, homeRegion, namePrefix } = settings;
    const { id, managementAccount, loggingAccount, securityAccount } = organization;
    return {
        time: new Date(begin).toISOString(),
        milliseconds: Date.now() - begin,
        whole: isWhole(sections),
        organization: {
            ...(id === undefined ? {} : { id }),
            ...(managementAccount === undefined ? {} : { managementAccount }),
            loggingAccount,
            securityAccount,
            homeRegion,
            namePrefix,
        },
        stacks: stacks.map(({ name, settings: { role } }) => ({ stack: name, role })),
        sections,
        ...parts.data,
        calls: calls.count,
    };
}

/** @throws UsageError if they are not of one system */
function settingsOfAll(stacks: readonly StackInState[]): Settings {
    const [first, ...others] = stacks;
    if (first === undefined) {
        throw new UsageError("--stack names no stack: name one, or leave it out for all.");
    }
    const { busArn } = names(first.settings);
    const elsewhere = others.find(({ settings }) => names(settings).busArn !== busArn);
    if (elsewhere !== undefined) {
        throw new UsageError(
            `the stacks ${first.name} and ${elsewhere.name} are of different buses, ${busArn} and ` +
                `${names(elsewhere.settings).busArn}: name those of one system by --stack.`,
        );
    }
    return first.settings;
}
