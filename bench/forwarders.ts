/** Time and memory of deploying forwarders, by this program and by Terraform. */
import Table from "cli-table3";
import { busArn } from "../aws/arn";
import { ACCESS_ROLE } from "../local/emulator/clients";
import { onPath } from "../local/processes";
import { terraformProvider } from "../local/toolchain/build";
import { TestOrganization, up } from "../tests/endToEnd/harness";
import { type Measured, measure } from "./measure";
import { measureTerraform } from "./terraform";

/** Accounts of the emulator's that belong to nobody else; any 12 digits are one. */
const ACCOUNTS = ["700000000001", "700000000002", "700000000003", "700000000004"];

/** The regions that every account has enabled from the start. */
const REGIONS = [
    ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
    ...["eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3"],
    ...[
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
    ],
];

/** Deploys 4 accounts x 17 regions by both, one after the other, and prints what each took. */
export async function forwarders(say: (line: string) => void): Promise<void> {
    const organization = await TestOrganization.start();
    try {
        await up(await organization.stack("security", { role: "security" }));
        await organization.stack("members", {
            role: "members",
            regions: REGIONS,
            members: { accounts: ACCOUNTS },
            stacks: { security: organization.reference("security") },
        });
        say(
            `Deploying forwarders of ${ACCOUNTS.length} accounts x ${REGIONS.length} regions by this program ...`,
        );
        const ours = await measure(
            organization.executable,
            ["up", "--yes", "--skip-preview", "--stack", "members"],
            {
                cwd: organization.folder,
                env: organization.env,
            },
        );
        failIfFailed("pulumi", ours);

        const table = new Table({
            head: ["", "seconds", "processes", "MB resident"],
            style: { head: [], border: [] },
        });
        table.push(["this program", ...figures(ours)]);
        if ((await onPath("terraform")) === undefined) {
            say("There is no terraform on PATH: nothing to compare with.");
        } else {
            const provider = await terraformProvider(say);
            say("Deploying the same by Terraform, with a provider for every account and region ...");
            const place = {
                partition: "aws",
                region: "us-east-1",
                account: organization.ids.securityAccount,
            } as const;
            const theirs = await measureTerraform(
                provider,
                {
                    accounts: ACCOUNTS,
                    regions: REGIONS,
                    busArn: busArn(place, "security-events"),
                    accessRole: ACCESS_ROLE,
                },
                organization.env,
            );
            failIfFailed("terraform", theirs);
            table.push(["Terraform", ...figures(theirs)]);
            table.push([
                "ours / theirs",
                (ours.seconds / theirs.seconds).toFixed(3),
                (ours.processes / theirs.processes).toFixed(3),
                ((ours.megabytes ?? NaN) / (theirs.megabytes ?? NaN)).toFixed(3),
            ]);
        }
        process.stdout.write(`${table.toString()}\n`);
    } finally {
        await organization.stop();
    }
}

const figures = ({ seconds, processes, megabytes }: Measured): string[] => [
    seconds.toFixed(1),
    String(processes),
    megabytes?.toFixed(0) ?? "not measured",
];

function failIfFailed(what: string, { code, output }: Measured): void {
    if (code !== 0) {
        throw new Error(`${what} failed with exit code ${String(code)}:\n${output.slice(-3000)}`);
    }
}
