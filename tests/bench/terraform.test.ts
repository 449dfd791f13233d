import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { executableIn } from "../../bench/terraform";
import { terraformConfiguration, type TerraformArgs } from "../../bench/terraformConfiguration";

interface Placed {
    readonly provider: string;
    readonly region?: string;
}

interface Configuration {
    readonly provider: {
        readonly aws: readonly {
            readonly alias: string;
            readonly region: string;
            readonly assume_role: readonly { readonly role_arn: string }[];
        }[];
    };
    readonly resource: Readonly<Record<string, Readonly<Record<string, Placed>>>>;
}

const REGIONAL = ["aws_cloudwatch_event_rule", "aws_sqs_queue", "aws_cloudwatch_event_target"];

function configuration(providerFor: TerraformArgs["providerFor"]): Configuration {
    return terraformConfiguration({
        accounts: ["111122223333", "444455556666"],
        regions: ["eu-west-1", "us-east-1"],
        deadLetterQueues: true,
        busArn: "arn:aws:events:eu-west-1:777788889999:event-bus/central",
        accessRole: "OrganizationAccountAccessRole",
        providerFor,
    }) as Configuration;
}

/** By account and region of what is deployed: the region and the account of its provider, and its own region. */
function places(of: Configuration, type: string): Readonly<Record<string, readonly unknown[]>> {
    const providers = new Map(of.provider.aws.map((provider) => [`aws.${provider.alias}`, provider]));
    assert.equal(providers.size, of.provider.aws.length, "an alias is used twice");
    return Object.fromEntries(
        Object.entries(of.resource[type] ?? {}).map(([name, { provider, region }]) => {
            const used = providers.get(provider);
            assert.ok(used, `${name} uses ${provider}, which there is not`);
            return [name, [used.assume_role[0]?.role_arn.split(":")[4], used.region, region]];
        }),
    );
}

describe("The forwarders as a Terraform configuration", () => {
    it("have a provider for each account and region, and no region of their own, for a provider older than 6", () => {
        const made = configuration("account and region");
        assert.equal(made.provider.aws.length, 4);
        for (const type of REGIONAL) {
            assert.deepEqual(places(made, type), {
                "a111122223333_eu-west-1": ["111122223333", "eu-west-1", undefined],
                "a111122223333_us-east-1": ["111122223333", "us-east-1", undefined],
                "a444455556666_eu-west-1": ["444455556666", "eu-west-1", undefined],
                "a444455556666_us-east-1": ["444455556666", "us-east-1", undefined],
            });
        }
    });

    it("have a provider for each account, and a region of their own, where the provider knows one", () => {
        const made = configuration("account");
        assert.equal(made.provider.aws.length, 2);
        for (const type of REGIONAL) {
            assert.deepEqual(places(made, type), {
                "a111122223333_eu-west-1": ["111122223333", "eu-west-1", "eu-west-1"],
                "a111122223333_us-east-1": ["111122223333", "eu-west-1", "us-east-1"],
                "a444455556666_eu-west-1": ["444455556666", "eu-west-1", "eu-west-1"],
                "a444455556666_us-east-1": ["444455556666", "eu-west-1", "us-east-1"],
            });
        }
    });

    it("have one role an account, which is of no region", () => {
        for (const providerFor of ["account and region", "account"] as const) {
            for (const type of ["aws_iam_role", "aws_iam_role_policy"]) {
                assert.deepEqual(places(configuration(providerFor), type), {
                    a111122223333: ["111122223333", "eu-west-1", undefined],
                    a444455556666: ["444455556666", "eu-west-1", undefined],
                });
            }
        }
    });
});

describe("A folder with Terraform's AWS provider", () => {
    let folder: string;

    beforeEach(async () => {
        folder = await mkdtemp(path.join(tmpdir(), "terraform-plugins-"));
    });

    afterEach(() => rm(folder, { recursive: true }));

    for (const [file, expected] of [
        ["terraform-provider-aws_v5.100.0_x5", 5],
        ["terraform-provider-aws_v6.34.0", 6],
        ["terraform-provider-aws", 0],
        ["terraform-provider-aws_6.34.0_linux_amd64.zip", undefined],
        ["registry.terraform.io", undefined],
    ] as const) {
        it(`is read: ${file}`, async () => {
            await writeFile(path.join(folder, file), "");
            const found = await executableIn(folder);
            assert.deepEqual(found, expected === undefined ? undefined : { folder, major: expected });
        });
    }
});
