/**
 * What gitops/pipeline.sh runs before Pulumi: adds to the AWS configuration file of this run the profiles that a stack's
 * state, read from the standard input, names.
 */
import "../nodeVersion";
import { readFileSync } from "node:fs";
import { roleOfRun } from "../settings/access";
import { addProfilesOf } from "../stacks/accessProfiles";

const { name, profilesFile } = roleOfRun(process.env) ?? {};
if (name === undefined || profilesFile === undefined) {
    throw new Error("gitops/pipeline.sh sets the variables that this program reads: run that instead.");
}
addProfilesOf(readFileSync(0, "utf8"), { name, profilesFile });
