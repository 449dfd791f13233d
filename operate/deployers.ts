/** Whose credentials each stack is deployed with, as the file security-logging.yaml of the project has it. */
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { roleName } from "../settings/base/values";

/** The file, beside Pulumi.yaml. */
const DEPLOYERS_FILE = "security-logging.yaml";

const deployer = z.strictObject({
    /** The profile of the AWS configuration. @default that of the environment */
    profile: z.string("the name of a profile of the AWS configuration.").min(1).exactOptional(),
    /**
     * The ARN of a role that the profile's credentials assume, for an hour: a profile of the AWS configuration with `role_arn`
     * lasts for longer. @default none is assumed
     */
    role: z
        .string("the ARN of an IAM role.")
        .regex(
            /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
            'the ARN of an IAM role, e.g. "arn:aws:iam::111122223333:role/deployer".',
        )
        .exactOptional(),
    /** The role that is assumed in each account, in place of `access.roleName`. @default what the settings have */
    accessRoleName: roleName.exactOptional(),
});

/** How one stack is deployed. */
export type Deployer = z.output<typeof deployer>;

const file = z.strictObject({ stacks: z.record(z.string(), deployer) }, "it holds stacks, by their names.");

/**
 * The deployers that the file names, by the stacks' names; none where there is no file.
 * @throws Error that names each mistake in it
 */
export function deployersIn(folder: string): Readonly<Record<string, Deployer>> {
    const name = path.join(folder, DEPLOYERS_FILE);
    if (!existsSync(name)) {
        return {};
    }
    const { data, error } = file.safeParse(parse(readFileSync(name, "utf8")));
    if (data === undefined) {
        const mistakes = error.issues.map(
            ({ path: key, message, ...issue }) =>
                `${["", ...key].join(".").slice(1) || "the file"}: ${
                    issue.code === "unrecognized_keys"
                        ? `${issue.keys.join(", ")} is not known. A stack has profile, role and accessRoleName.`
                        : message
                }`,
        );
        const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
        throw new Error(`${DEPLOYERS_FILE} has ${count}:\n  - ${mistakes.join("\n  - ")}`);
    }
    return data.stacks;
}
