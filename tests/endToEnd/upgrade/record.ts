/** `npm run upgrade:record`: deploys this version to an emulator and keeps what that makes, for later versions' tests. */
import { mkdtemp, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Deployment } from "@pulumi/pulumi/automation";
import type { RecordedCall } from "../../../local/emulator";
import { version } from "../../../package.json";
import { everything } from "../everything";
import { type StackSettings, TestOrganization, up, writes } from "../harness";
import { type RecordedRequest, writeFixture } from "./fixture";

/** A line of what the emulator records. */
interface RecordedAnswer extends RecordedCall, RecordedRequest {
    readonly status: number;
}

/** Moto tells the caller, the service, the region and the operation by these, and checks no signature. */
const HEADERS = /^(authorization|content-type|x-amz-(?!date|security-token|content-sha256|checksum|sdk).*)$/i;

/** Nothing later goes by these. */
const UNUSED = /<(SecretAccessKey|SessionToken|RequestId)>[^<]*<\/\1>/g;

async function main(): Promise<void> {
    const folder = await mkdtemp(path.join(tmpdir(), "recording-"));
    const recording = path.join(folder, "answers.jsonl");
    const organization = await TestOrganization.start(undefined, recording);
    try {
        // The organization is there before the stack, in a test too.
        await truncate(recording);
        const unit = organization.ids.workloadsUnitId;
        const settings: StackSettings = {
            role: "organization",
            members: { organizationalUnits: [unit] },
            regions: ["us-east-1", "eu-west-1"],
            ...everything(unit),
        };
        const stack = await organization.stack("all", settings);
        await up(stack);
        const state = withoutPlaces(await stack.exportStack());
        const requests = changing(await readFile(recording, "utf8"));
        const written = await writeFixture(version, {
            organization: organization.ids,
            settings,
            state,
            requests,
        });
        console.log(`${written}: ${requests.length} requests`);
    } finally {
        await organization.stop();
        await rm(folder, { recursive: true, force: true });
    }
}

/** The state without what tells where on this machine the program was when it made a resource. */
function withoutPlaces(state: Deployment): Deployment {
    const places = ["sourcePosition", "stackTrace"];
    return JSON.parse(
        JSON.stringify(state, (key, value: unknown) => (places.includes(key) ? undefined : value)),
    ) as Deployment;
}

/** The requests that made something, and those for the credentials that they were made with. */
function changing(recording: string): readonly RecordedRequest[] {
    const answers = recording
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as RecordedAnswer)
        .filter(({ status }) => status < 400);
    const changes = new Set<RecordedCall>(writes(answers));
    return answers
        .filter((each) => changes.has(each) || each.action === "AssumeRole")
        .map(({ action, method, url, headers, body, answer }) => ({
            action,
            method,
            url,
            headers: Object.fromEntries(
                Object.entries(headers)
                    .filter(([name]) => HEADERS.test(name))
                    .map(([name, value]) => [name, value.replace(/Signature=\w+/, "Signature=none")]),
            ),
            body,
            answer: answer.replace(UNUSED, ""),
        }));
}

void main();
