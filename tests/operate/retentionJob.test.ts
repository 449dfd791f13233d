import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { COMMANDS } from "../../cli/commands";
import { ensurePython } from "../../local/emulator/python";
import { run as runProcess } from "../../local/processes";
import { requestOf } from "../../operate/retentionJob";
import { parseSettings } from "../../settings";
import { run } from "../cli/run";
import { VALID } from "../settings/valid";

const BEFORE = new Date("2026-03-01T08:00:00Z");

/** Has botocore, the model of AWS's own SDK, judge requests: it exits with 1 where one is not as the model has it. */
const JUDGE = `
import json, sys
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator
shape = ServiceModel(Loader().load_service_model("s3control", "service-2")).operation_model("CreateJob").input_shape
report = ParamValidator().validate(json.load(sys.stdin), shape)
if report.has_errors():
    sys.exit(report.generate_report())
`;

describe("the job that locks what an archive has from before its lock", function () {
    // The first run may make the emulator's Python environment.
    this.timeout(300_000);

    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "retention-"));
        writeFileSync(path.join(folder, "Pulumi.yaml"), "name: security-logging\n");
        write({});
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const write = (more: object): void => {
        const config = Object.entries({ ...VALID, role: "logging", ...more }).map(([key, value]) => [
            `security-logging:${key}`,
            value as unknown,
        ]);
        writeFileSync(
            path.join(folder, "Pulumi.logging.yaml"),
            stringify({ config: Object.fromEntries(config) as object }),
        );
    };
    const job = (...more: readonly string[]) =>
        run(folder, [
            ...["retention-job", "--report-bucket", "acme-reports", "--before", BEFORE.toISOString()],
            ...more,
        ]);
    const judged = (request: unknown): Promise<string> =>
        ensurePython(() => undefined).then(({ python }) => {
            const file = path.join(folder, "request.json");
            writeFileSync(file, JSON.stringify(request));
            return runProcess("sh", ["-c", `'${python}' -c "$0" < '${file}'`, JUDGE]);
        });

    it("is as the model of S3's control API has it, which takes no other", async () => {
        const request = requestOf(parseSettings(VALID), { reportBucket: "acme-reports", before: BEFORE });
        await judged(request);
        await assert.rejects(judged({ ...request, Retain: true }), /Unknown parameter in input: "Retain"/);
        const { Priority: _, ...without } = request;
        await assert.rejects(judged(without), /Missing required parameter in input: "Priority"/);
    });

    it("locks what was made before, in the settings' mode, as long from now on as what is new", () => {
        const settings = parseSettings({ ...VALID, archive: { lock: { days: 400 } } });
        const { Operation, ManifestGenerator, Report } = requestOf(
            settings,
            { reportBucket: "acme-reports", before: BEFORE },
            new Date("2026-03-02T00:00:00Z"),
        );
        assert.deepEqual(Operation.S3PutObjectRetention.Retention, {
            Mode: "GOVERNANCE",
            RetainUntilDate: "2027-04-06T00:00:00Z",
        });
        const { SourceBucket, Filter } = ManifestGenerator.S3JobManifestGenerator;
        assert.equal(SourceBucket, `arn:aws:s3:::${settings.archive.bucketName}`);
        assert.deepEqual(Filter, { CreatedBefore: "2026-03-01T08:00:00Z" });
        assert.equal(Report.Bucket, "arn:aws:s3:::acme-reports");
    });

    it("is written with its role, and the commands that make it", async () => {
        const { status, stdout, stderr } = job("--json");
        assert.equal(status, 0, stderr);
        const printed = JSON.parse(stdout) as {
            readonly request: unknown;
            readonly role: { readonly trust: unknown; readonly permissions: unknown };
            readonly commands: readonly string[];
        };
        assert.deepEqual((await COMMANDS["retention-job"].load()).command.output.parse(printed), printed);
        const written = (name: string): unknown =>
            JSON.parse(readFileSync(path.join(folder, "retention-job", name), "utf8"));
        assert.deepEqual(written("job.json"), printed.request);
        assert.deepEqual(written("trust.json"), printed.role.trust);
        assert.deepEqual(written("permissions.json"), printed.role.permissions);
        assert.match(
            printed.commands.at(-1) ?? "",
            /^aws s3control create-job --region us-east-1 --cli-input-json file:\/\/retention-job\/job\.json$/,
        );
    });

    it("reports to no bucket that only services write to, and locks no archive of others", () => {
        const { bucketName } = parseSettings(VALID).archive;
        const refused = job("--report-bucket", bucketName);
        assert.equal(refused.status, 2);
        assert.match(refused.stderr, /only services of AWS write there/);
        write({
            trail: { existing: "arn:aws:cloudtrail:us-east-1:111111111111:trail/theirs" },
            archive: { existing: { bucket: "their-logs" } },
        });
        const theirs = job();
        assert.equal(theirs.status, 2);
        assert.match(theirs.stderr, /its owner's to say/);
    });
});
