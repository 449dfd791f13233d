/** How deploying forwarders grows with the number of accounts: by providers, in one stack or several, and by a StackSet. */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { addMemberAccounts } from "../local/organization";
import { type Log, withProgress } from "../local/progress";
import { TestOrganization, type StackSettings, up } from "../tests/endToEnd/harness";
import { devRegions } from "./devStack";
import { type Measured, measure } from "./measure";
import { printTable } from "./table";

/** As many resources at once as in the pages about deploying. */
const PARALLEL = 128;

export interface ScaleOptions {
    /** How many of the 17 regions. */
    readonly regions: number;
    /** Accounts of one stack, deployed by providers. */
    readonly accounts: readonly number[];
    /** Into how many stacks as many accounts as `shardAccounts` are divided, side by side. */
    readonly shards: readonly number[];
    readonly shardAccounts: number;
    /** Accounts of a StackSet. */
    readonly setAccounts: readonly number[];
    /** Accounts of the stack that each of the engine's switches is tried with. */
    readonly switchAccounts: number;
}

type Figures = Omit<Measured, "stdout">;

export interface Step extends Figures {
    readonly what: string;
    readonly accounts: number;
    /** How much the state is, in kilobytes. */
    readonly stateKilobytes: number;
    /** Requests to AWS. */
    readonly calls: number;
}

interface Change {
    readonly name: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
}

/**
 * What the engine lets one change about writing its state.
 * @see https://www.pulumi.com/docs/iac/cli/environment-variables/
 */
const SWITCHES: readonly Change[] = [
    { name: "as it is" },
    { name: "no backups", env: { PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true" } },
    { name: "no integrity checks", args: ["--disable-integrity-checking"] },
    { name: "compressed by gzip", env: { PULUMI_DIY_BACKEND_GZIP: "true" } },
    { name: "compressed by zstd", env: { PULUMI_DIY_BACKEND_ZSTD: "true" } },
    {
        name: "written at the end only",
        env: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
    },
];

/**
 * Has the engine ask a provider what has changed only of resources whose inputs have.
 * @see https://github.com/pulumi/pulumi/issues/2971
 */
const LEGACY_DIFF: Change = { name: "legacy diff", env: { PULUMI_ENABLE_LEGACY_DIFF: "true" } };

/** Deploys forwarders of ever more accounts in each way, and prints what each took. */
export async function scale(options: ScaleOptions, log: Log): Promise<readonly Step[]> {
    const steps: Step[] = [];
    const regions = devRegions().slice(0, options.regions);
    const organization = await TestOrganization.start();
    try {
        await up(await organization.stack("security", { role: "security", regions }));
        const run = new Run(organization, regions, log);
        for (const accounts of options.accounts) {
            steps.push(...(await run.byProviders(accounts, 1)));
        }
        for (const shards of options.shards) {
            steps.push(...(await run.byProviders(options.shardAccounts, shards)));
        }
        if (options.switchAccounts > 0) {
            for (const change of SWITCHES) {
                steps.push(...(await run.byProviders(options.switchAccounts, 1, change)));
            }
        }
        print(steps, regions.length);
    } finally {
        await organization.stop();
    }
    for (const accounts of options.setAccounts) {
        steps.push(...(await bySet(accounts, regions, log)));
    }
    print(steps, regions.length);
    return steps;
}

class Run {
    private stacks = 0;

    constructor(
        private readonly organization: TestOrganization,
        private readonly regions: readonly string[],
        private readonly log: Log,
    ) {}

    /** Deploys new accounts in so many stacks side by side; once more, if the engine works as it does by itself. */
    async byProviders(accounts: number, shards: number, change?: Change): Promise<readonly Step[]> {
        const ids = await addMemberAccounts(this.organization.emulator, this.organization.ids, accounts);
        const size = Math.ceil(accounts / shards);
        const names: string[] = [];
        for (let shard = 0; shard < shards; shard++) {
            const name = `members-${++this.stacks}`;
            await this.organization.stack(name, {
                ...this.settings(),
                members: { accounts: ids.slice(shard * size, (shard + 1) * size) },
            });
            names.push(name);
        }
        const what = `providers${shards === 1 ? "" : `, ${shards} stacks`}${change === undefined ? "" : `, ${change.name}`}`;
        const first = await this.deploy(what, accounts, names, change);
        return change === undefined ? [first, await this.deploy(`${what}: again`, accounts, names)] : [first];
    }

    settings(): StackSettings {
        return {
            role: "members",
            regions: this.regions,
            stacks: { security: this.organization.reference("security") },
        };
    }

    async deploy(what: string, accounts: number, names: readonly string[], change?: Change): Promise<Step> {
        const { emulator, executable, folder, env } = this.organization;
        await emulator.forgetCalls();
        const command = (name: string): string =>
            [
                executable,
                ...["up", "--yes", "--skip-preview", "--stack", name, "--parallel", String(PARALLEL)],
                ...(change?.args ?? []),
            ].join(" ");
        // One process over all, so that what they hold together is measured together.
        const together = `${names.map((name) => `${command(name)} & running+=($!)`).join("\n")}
            for each in "\${running[@]}"; do wait "$each" || exit 1; done`;
        const { stdout: _stdout, ...figures } = await withProgress(
            this.log,
            `${what}, ${accounts} accounts`,
            () => measure("bash", ["-c", together], { cwd: folder, env: { ...env, ...change?.env } }),
        );
        return {
            what,
            accounts,
            ...figures,
            stateKilobytes: await this.stateKilobytes(names),
            calls: (await emulator.recordedCalls()).length,
        };
    }

    private async stateKilobytes(names: readonly string[]): Promise<number> {
        const folder = path.join(this.organization.folder, ".pulumi", "stacks", "security-logging");
        const sizes = await Promise.all(
            names.flatMap((name) =>
                [".json", ".json.gz", ".json.zst"].map((end) =>
                    readFile(path.join(folder, `${name}${end}`)).then(
                        ({ length }) => length,
                        () => 0,
                    ),
                ),
            ),
        );
        return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000);
    }
}

/** An organization of its own: the set goes into all accounts of a unit. */
async function bySet(accounts: number, regions: readonly string[], log: Log): Promise<readonly Step[]> {
    const organization = await TestOrganization.start();
    try {
        const { emulator, ids } = organization;
        await up(await organization.stack("security", { role: "security", regions }));
        await addMemberAccounts(emulator, ids, accounts - ids.memberAccounts.length);
        const run = new Run(organization, regions, log);
        await organization.stack("members", {
            ...run.settings(),
            members: { organizationalUnits: [ids.workloadsUnitId], deployment: "stackSet" },
        });
        const first = await run.deploy("StackSet", accounts, ["members"]);
        return [
            first,
            await run.deploy("StackSet: again", accounts, ["members"]),
            await run.deploy("StackSet: again, legacy diff", accounts, ["members"], LEGACY_DIFF),
        ];
    } finally {
        await organization.stop();
    }
}

function print(steps: readonly Step[], regions: number): void {
    process.stdout.write(`Forwarders of ever more accounts x ${regions} regions:\n`);
    printTable(
        [
            "",
            "accounts",
            "seconds",
            "of a processor",
            "processes",
            "MB resident, summed",
            "KB of state",
            "calls",
        ],
        steps.map((step) => [
            step.what,
            step.accounts,
            step.seconds.toFixed(1),
            step.processorSeconds?.toFixed(1),
            step.processes,
            step.resident?.toFixed(0),
            step.stateKilobytes,
            step.calls,
        ]),
    );
}
