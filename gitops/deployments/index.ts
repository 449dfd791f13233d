import "../../nodeVersion";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { configUnder } from "../../settings";
import { deployments } from "./deployments";
import { parseDeploymentsSettings } from "./settings";
import { readStacks } from "./stacks";

/** The namespace of this program's keys in Pulumi.<stack>.yaml: its project's name. */
const NAMESPACE = "security-logging-deployments";

deployments(
    parseDeploymentsSettings(configUnder(NAMESPACE, pulumi.runtime.allConfig())),
    readStacks(path.join(__dirname, "..", "..")),
);
