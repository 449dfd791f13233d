/** Time and memory of deploying forwarders, by this program and by Terraform. */
import { ACCESS_ROLE } from "../local/emulator/clients";
import { addMemberAccounts } from "../local/organization";
import { type Log, withProgress } from "../local/progress";
import { TestOrganization, up } from "../tests/endToEnd/harness";
import { devRegions } from "./devStack";
import { type Measured, TooMuchMemory, measure, median } from "./measure";
import { printTable } from "./table";
import { Terraform } from "./terraform";
import type { Forwarders } from "./terraformConfiguration";

const ACCOUNTS = 4;

/** As many at once as this program's deployment has, and Terraform's own default. */
const PARALLEL = 128;
const TERRAFORM_DEFAULT_PARALLEL = 10;

export interface ForwardersOptions {
    /** How many of the 17 regions. */
    readonly regions: number;
    readonly runs: number;
    /** Folder with Terraform's AWS provider, released. @default the one that the toolchain's is made from */
    readonly terraformPlugins?: string;
}

/** One way of deploying the forwarders. */
interface Contender {
    readonly name: string;
    readonly deadLetterQueues: boolean;
    readonly runs: number;
    deploy(run: number, forwarders: Forwarders): Promise<Measured>;
}

/** The figures of one way: its runs, or why there are none. */
export interface Result {
    readonly name: string;
    readonly deadLetterQueues: boolean;
    readonly runs: readonly Omit<Measured, "stdout">[];
    readonly tooMuchMemory?: string;
}

/** Deploys the same forwarders in every way there is, one after the other, and prints the medians. */
export async function forwarders(options: ForwardersOptions, log: Log): Promise<readonly Result[]> {
    const regions = devRegions().slice(0, options.regions);
    const organization = await TestOrganization.start();
    const terraform = await Terraform.find(log, options.terraformPlugins);
    try {
        const security = await organization.stack("security", { role: "security", regions });
        await up(security);
        const busArn = (await security.outputs())["busArn"]?.value as string;
        const results: Result[] = [];
        for (const deadLetterQueues of [true, false]) {
            const contenders = [
                ...(deadLetterQueues ? [thisProgram(organization, options.runs)] : []),
                ...(terraform === undefined
                    ? []
                    : [
                          {
                              providerFor: "account and region",
                              parallelism: PARALLEL,
                              runs: options.runs,
                          } as const,
                          // Once, because with queues it takes minutes.
                          {
                              providerFor: "account and region",
                              parallelism: TERRAFORM_DEFAULT_PARALLEL,
                              runs: 1,
                          } as const,
                          ...(terraform.knowsRegions
                              ? [
                                    {
                                        providerFor: "account",
                                        parallelism: PARALLEL,
                                        runs: options.runs,
                                    } as const,
                                ]
                              : []),
                      ].map(({ providerFor, parallelism, runs }) => ({
                          name: `Terraform, a provider for each ${providerFor}, ${parallelism} at once`,
                          deadLetterQueues,
                          runs,
                          deploy: (_run: number, what: Forwarders) =>
                              terraform.apply(
                                  { ...what, busArn, accessRole: ACCESS_ROLE, providerFor },
                                  parallelism,
                                  organization.env,
                              ),
                      }))),
            ];
            for (const contender of contenders) {
                results.push(await measured(contender, organization, regions, log));
            }
        }
        print(results, regions.length);
        return results;
    } finally {
        await terraform?.remove();
        await organization.stop();
    }
}

/**
 * This program's deployment of the members' stack: the dead-letter queues, one a region for however many accounts, are there
 * since the security account's.
 */
function thisProgram(organization: TestOrganization, runs: number): Contender {
    return {
        name: `this program, ${PARALLEL} at once`,
        deadLetterQueues: true,
        runs,
        deploy: async (run, { accounts, regions }) => {
            const stack = `members-${run}`;
            await organization.stack(stack, {
                role: "members",
                regions,
                members: { accounts },
                stacks: { security: organization.reference("security") },
            });
            const args = ["up", "--yes", "--skip-preview", "--stack", stack, "--parallel", String(PARALLEL)];
            return measure(organization.executable, args, {
                cwd: organization.folder,
                env: organization.env,
            });
        },
    };
}

async function measured(
    contender: Contender,
    { emulator, ids }: TestOrganization,
    regions: readonly string[],
    log: Log,
): Promise<Result> {
    const { name, deadLetterQueues } = contender;
    const runs: Omit<Measured, "stdout">[] = [];
    const what = `${name}, ${deadLetterQueues ? "with" : "without"} queues`;
    try {
        for (let run = 1; run <= contender.runs; run++) {
            // Nothing has been deployed to them.
            const accounts = await addMemberAccounts(emulator, ids, ACCOUNTS);
            const forwarders = { accounts, regions, deadLetterQueues };
            const { stdout: _stdout, ...figures } = await withProgress(
                log,
                `${what}, run ${run} of ${contender.runs}`,
                () => contender.deploy(run, forwarders),
            );
            runs.push(figures);
        }
        return { name, deadLetterQueues, runs };
    } catch (error) {
        if (!(error instanceof TooMuchMemory)) {
            throw error;
        }
        log(`${what}: ${error.message}. Compare with fewer regions: --regions.`);
        return { name, deadLetterQueues, runs: [], tooMuchMemory: error.message };
    }
}

function print(results: readonly Result[], regions: number): void {
    process.stdout.write(`Forwarders of ${ACCOUNTS} accounts x ${regions} regions, medians:\n`);
    printTable(
        ["", "queues", "runs", "seconds", "processes", "MB resident, summed", "MB taken from the machine"],
        results.map(({ name, deadLetterQueues, runs, tooMuchMemory }) => {
            const of = (
                figure: (run: Omit<Measured, "stdout">) => number | undefined,
            ): number | undefined => {
                const figures = runs.map(figure).filter((each) => each !== undefined);
                return figures.length === 0 ? undefined : median(figures);
            };
            return [
                name,
                deadLetterQueues ? "yes" : "no",
                runs.length,
                tooMuchMemory === undefined ? of(({ seconds }) => seconds)?.toFixed(1) : "too much memory",
                of(({ processes }) => processes),
                of(({ resident }) => resident)?.toFixed(0),
                of(({ taken }) => taken)?.toFixed(0),
            ];
        }),
    );
}
