/** Which stacks of the project a command uses, where none is named. */
import type { Role } from "../settings/stacks";
import { projectFolder } from "./projectFolder";
import { listedStacks } from "./pulumi";
import { placeInFile, stacksWithFiles } from "./stackFile";

/**
 * The stacks that are named, or all that are deployed and of a role that the command can use.
 * @throws Error if there are none
 */
export async function chosenStacks(
    named: readonly string[] | undefined,
    roles: readonly Role[],
    folder = projectFolder(),
): Promise<readonly string[]> {
    if (named !== undefined) {
        return named;
    }
    const deployed = (await listedStacks(folder)).filter((stack) => stack.deployed);
    const usable = deployed.map(({ name }) => name).filter((name) => isOf(roles, name, folder));
    if (usable.length === 0) {
        throw new Error(
            `no stack of role ${roles.join(" or ")} is deployed in the state that \`pulumi\` is logged in to. ` +
                "`pulumi whoami --verbose` tells which that is, `pulumi stack ls` its stacks: log in to another, deploy one, " +
                "or run this in the folder that has the stacks' files.",
        );
    }
    return usable;
}

/**
 * The stacks that are named, or all whose files are in the folder and of a role that the command can use.
 */
export function chosenFiles(
    named: readonly string[] | undefined,
    roles: readonly Role[],
    folder = projectFolder(),
): readonly string[] {
    return named ?? stacksWithFiles(folder).filter((name) => isOf(roles, name, folder));
}

/**
 * The same, of which there has to be one at least.
 * @throws Error if there are none
 */
export function neededFiles(
    named: readonly string[] | undefined,
    roles: readonly Role[],
    folder = projectFolder(),
): readonly string[] {
    const files = chosenFiles(named, roles, folder);
    if (files.length === 0) {
        throw new Error(
            `no stack of role ${roles.join(" or ")} has a file in this folder: run this where Pulumi.<stack>.yaml is.`,
        );
    }
    return files;
}

function isOf(roles: readonly Role[], name: string, folder: string): boolean {
    const place = placeInFile(name, folder);
    return roles.some((role) => role === place?.role);
}
