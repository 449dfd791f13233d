/** The templates for CloudFormation as its own linter has them: cfn-lint, with the resources' schemas of AWS's registry. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Template } from "../../documents/cloudFormation";
import { forwarderTemplate } from "../../documents/forwarderTemplate";
import { memberTemplate } from "../../gitops/bootstrap/roles/memberTemplate";
import { ensurePython } from "../../local/emulator/python";
import { run } from "../../local/processes";
import { rolesArgs } from "../../gitops/bootstrap/bootstrap";
import { parseBootstrapSettings } from "../../gitops/bootstrap/settings";
import * as org from "./organization";

const REGIONS = ["us-east-1", "eu-central-1", "ap-east-1"];

/** Prints what is wrong, an array of lines for each file. The linter takes seconds to start: once for all. */
const LINT = `
import json, sys
from pathlib import Path
from cfnlint import lint_file
from cfnlint.config import ManualArgs
config = ManualArgs(regions=json.loads(sys.argv[1]))
found = [[f"{m.rule.id} {m.path}: {m.message}" for m in lint_file(Path(file), config=config)] for file in sys.argv[2:]]
print(json.dumps(found))
`;

const forwarder = forwarderTemplate({
    partition: "aws",
    busArn: org.BUS,
    readOnlyEvents: true,
    roleNamePrefix: "the-forwarder-",
    ruleName: "the-rule",
    deadLetters: { account: org.SECURITY, queueName: "the-letters" },
});

const member = memberTemplate(
    rolesArgs(
        parseBootstrapSettings({
            organization: {
                id: org.ORGANIZATION,
                managementAccount: org.MANAGEMENT,
                loggingAccount: org.LOGGING,
                securityAccount: org.SECURITY,
            },
            homeRegion: "us-east-1",
            deployer: { kind: "github", repository: "acme/logging" },
            stacks: { members: ["members-core"] },
        }),
    ),
);

const wrong = JSON.parse(
    JSON.stringify(forwarder).replace("ENABLED_WITH_ALL", "ENABLED_WITH_SOME"),
) as Template;

describe("templates for CloudFormation", function () {
    this.timeout(300_000);
    let found: readonly (readonly string[])[];

    before(async () => {
        const { python } = await ensurePython(() => undefined);
        const folder = await mkdtemp(path.join(tmpdir(), "security-logging-templates-"));
        const files = [forwarder, member, wrong].map((template, index) => {
            const file = path.join(folder, `${index}.json`);
            writeFileSync(file, JSON.stringify(template));
            return file;
        });
        found = JSON.parse(
            await run(python, ["-c", LINT, JSON.stringify(REGIONS), ...files]),
        ) as typeof found;
        await rm(folder, { recursive: true, force: true });
    });

    it("hold nothing that cfn-lint finds fault with: that of a forwarder", () => {
        assert.deepEqual(found[0], []);
    });

    it("and that of the roles that deploy in a member", () => {
        assert.deepEqual(found[1], []);
    });

    it("would be found out: a state that EventBridge does not know", () => {
        assert.match(found[2]?.join("\n") ?? "", /^E3030 .*State/);
    });
});
