/** Deployments by the files that a preflight proposes, each in an organization as a landing zone leaves it. */
import assert from "node:assert/strict";
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import type { OutputMap } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import type { Everything } from "../../local/emulator";
import { ACCESS_ROLE, clientOptions } from "../../local/emulator/clients";
import { deployed, proveLocalFlow } from "../../local/proof";
import { flows } from "../../operate/flow";
import { preflight } from "../../operate/preflight";
import { PROJECT } from "../../settings";
import { controlTower4, landingZoneAccelerator } from "../landingZones";
import { type StackSettings, TestOrganization, up } from "./harness";
import { setUpZone, type ThereZone } from "./landingZone";

/** What changes by calls alone, whatever they are about. */
const BY_CALLS = ["iam AccessKey", "iam AccountSummary", "sts AssumedRole"];

describe("the files that a preflight proposes", function () {
    this.timeout(900_000);

    for (const zoneOf of [controlTower4, landingZoneAccelerator]) {
        it(`deploy in ${zoneOf.name}, have events flow, and change nothing that was there`, async () => {
            const organization = await TestOrganization.start();
            try {
                await deploysBeside(organization, await setUpZone(organization, zoneOf));
            } finally {
                await organization.stop();
            }
        });
    }
});

async function deploysBeside(organization: TestOrganization, there: ThereZone): Promise<void> {
    const { emulator } = organization;
    const files = await proposed(organization);
    assert.ok(files["security"]?.["trail"], "the trail is not proposed");
    const [before, policies] = [await emulator.everything(), await policiesOf(organization, there)];

    const outputs: OutputMap = {};
    const deploy = async (name: string): Promise<void> => {
        const stack = await organization.stack(name, files[name] ?? assert.fail(name));
        await up(stack);
        Object.assign(outputs, await stack.outputs());
    };
    await Promise.all([deploy("logging"), deploy("security")]);
    await deploy("members-core");
    const core = { ...outputs };
    const members = deploy("members-workloads");
    // While the other accounts are added, and when they are.
    await assertFlow(organization, core, 3);
    await members;
    await assertFlow(organization, core, 3);
    await assertFlow(organization, outputs, 2);

    assert.deepEqual(gone(before, await emulator.everything()), []);
    assert.deepEqual(await policiesOf(organization, there), policies);
}

/** The settings in the files that a preflight proposes, for one region and the credentials of the test. */
async function proposed({
    emulator,
    ids,
}: TestOrganization): Promise<Readonly<Record<string, StackSettings>>> {
    const { organizationId, managementAccount, loggingAccount, securityAccount } = ids;
    const { stacks } = await preflight(
        {
            organization: organizationId,
            ...{ managementAccount, loggingAccount, securityAccount },
            ...{ homeRegion: "us-east-1", namePrefix: "security-logging", roleName: ACCESS_ROLE, reader: [] },
        },
        (account, region) => clientOptions(emulator, account, region),
    );
    return Object.fromEntries(
        Object.entries(stacks).map(([name, file]) => {
            const { config } = parse(file) as { readonly config: Readonly<Record<string, unknown>> };
            const settings = Object.entries(config).map(([key, value]) => [
                key.replace(`${PROJECT}:`, ""),
                value,
            ]);
            return [
                name,
                {
                    ...(Object.fromEntries(settings) as StackSettings),
                    regions: ["us-east-1"],
                    access: { callerAccount: managementAccount },
                },
            ];
        }),
    );
}

async function assertFlow(
    { emulator }: TestOrganization,
    outputs: OutputMap,
    origins: number,
): Promise<void> {
    const system = deployed(outputs);
    assert.equal(system.origins.length, origins);
    const results = await proveLocalFlow(emulator, system, () => undefined);
    assert.ok(flows(results), JSON.stringify(results, undefined, 2));
}

/** The policies of their buckets and key, which moto's account of what is there leaves out. */
async function policiesOf(
    { emulator, ids }: TestOrganization,
    { zone, keyArn }: ThereZone,
): Promise<readonly (string | undefined)[]> {
    const s3 = new S3Client(clientOptions(emulator, ids.loggingAccount));
    const kms = new KMSClient(clientOptions(emulator, keyArn.split(":")[4]));
    const ofBuckets = zone.buckets.flatMap(({ name, policy }) => (policy === undefined ? [] : [name]));
    return Promise.all([
        ...ofBuckets.map(async (Bucket) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy),
        kms
            .send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" }))
            .then(({ Policy }) => Policy),
    ]);
}

/** What was there before and is not, or is no longer as it was, by service and kind. */
function gone(before: Everything, after: Everything): readonly string[] {
    return Object.entries(before).flatMap(([service, kinds]) =>
        Object.entries(kinds)
            .filter(([kind]) => !BY_CALLS.includes(`${service} ${kind}`))
            .flatMap(([kind, each]) => {
                const left = new Set((after[service]?.[kind] ?? []).map(asItIs));
                return each
                    .map(asItIs)
                    .filter((one) => !left.has(one))
                    .map((one) => `${service} ${kind}: ${one}`);
            }),
    );
}

/** A default bus has the forwarder's rule besides; rules that are there are a kind of their own. */
const asItIs = ({ rules: _, ...others }: Readonly<Record<string, unknown>>): string => JSON.stringify(others);
