/** The API calls of deploying an organization, by kind, beside those of a bare script that makes the same. */
import assert from "node:assert/strict";
import type { RecordedCall } from "../local/emulator";
import { type Log, withProgress } from "../local/progress";
import { hasOrganization, parseSettings } from "../settings";
import { TestOrganization, preview, up, writes } from "../tests/endToEnd/harness";
import { deployBare } from "./bareSdk";
import { printTable } from "./table";

const REGIONS = ["us-east-1", "eu-west-1"];

/** How many calls there were, by service and action. */
type Counts = Readonly<Record<string, number>>;

export interface Calls {
    readonly bareScript: Counts;
    readonly firstUp: Counts;
    readonly secondUp: Counts;
    readonly preview: Counts;
    /** The calls of the second deployment and the preview that change something: there should be none. */
    readonly needlessWrites: readonly string[];
}

/** Deploys 5 accounts x 2 regions, then deploys and previews again, and prints the calls of each by kind. */
export async function calls(log: Log): Promise<Calls> {
    const bareScript = await callsOfBareScript(log);
    const organization = await TestOrganization.start();
    try {
        const stack = await organization.stack("all", settingsOf(organization));
        const recorded = async (work: () => Promise<unknown>): Promise<readonly RecordedCall[]> => {
            await organization.emulator.forgetCalls();
            await work();
            return organization.emulator.recordedCalls();
        };
        const first = await recorded(() => up(stack));
        const second = await recorded(() => up(stack));
        const previewed = await recorded(() => preview(stack, { refresh: false }));
        const result: Calls = {
            bareScript: counted(bareScript),
            firstUp: counted(first),
            secondUp: counted(second),
            preview: counted(previewed),
            needlessWrites: [...writes(second), ...writes(previewed)].map(kind),
        };
        print(result);
        return result;
    } finally {
        await organization.stop();
    }
}

function settingsOf({ ids }: TestOrganization): Readonly<Record<string, unknown>> {
    const { organizationId: id, managementAccount, loggingAccount, securityAccount } = ids;
    return {
        role: "organization",
        organization: { id, managementAccount, loggingAccount, securityAccount },
        homeRegion: "us-east-1",
        access: { callerAccount: managementAccount },
        members: { organizationalUnits: [ids.workloadsUnitId] },
        regions: REGIONS,
        // What the bare script makes, too.
        search: { enabled: false },
        detections: { enabled: false },
    };
}

async function callsOfBareScript(log: Log): Promise<readonly RecordedCall[]> {
    const organization = await TestOrganization.start();
    try {
        const { emulator, ids } = organization;
        const core = [ids.managementAccount, ids.loggingAccount, ids.securityAccount];
        const settings = parseSettings(settingsOf(organization));
        assert.ok(hasOrganization(settings));
        await emulator.forgetCalls();
        await withProgress(log, "bare script", () =>
            deployBare(emulator, settings, [...core, ...ids.memberAccounts], REGIONS),
        );
        return await emulator.recordedCalls();
    } finally {
        await organization.stop();
    }
}

const kind = ({ service, action }: RecordedCall): string => `${service} ${action}`;

function counted(calls: readonly RecordedCall[]): Counts {
    const counts: Record<string, number> = {};
    for (const call of calls) {
        counts[kind(call)] = (counts[kind(call)] ?? 0) + 1;
    }
    return counts;
}

function print({ bareScript, firstUp, secondUp, preview, needlessWrites }: Calls): void {
    const columns = [bareScript, firstUp, secondUp, preview];
    const kinds = [...new Set(columns.flatMap((column) => Object.keys(column)))].sort();
    const sum = (column: Counts): number => Object.values(column).reduce((total, count) => total + count, 0);
    printTable(
        ["call", "bare script", "first up", "second up", "preview"],
        [
            ...kinds.map((each) => [each, ...columns.map((column) => column[each] ?? 0)]),
            ["all", ...columns.map(sum)],
        ],
    );
    process.stdout.write(
        needlessWrites.length === 0
            ? "Neither the second up nor the preview made a call that writes.\n"
            : `These calls of the second up and the preview write: ${needlessWrites.join(", ")}\n`,
    );
}
