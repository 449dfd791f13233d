/** The API calls of deploying an organization, by kind, beside the fewest that would make the same. */
import Table from "cli-table3";
import { TestOrganization, up, writes } from "../tests/endToEnd/harness";
import type { RecordedCall } from "../local/emulator";

/**
 * The calls without which a resource cannot be made, by its type: what a script would make that knows everything
 * beforehand, waits for nothing and looks at nothing.
 */
const FEWEST: Readonly<Record<string, readonly string[]>> = {
    "aws:cloudtrail/trail:Trail": [
        ...["cloudtrail CreateTrail", "cloudtrail StartLogging"],
        ...["cloudtrail PutEventSelectors", "cloudtrail PutInsightSelectors"],
    ],
    "aws:cloudwatch/eventArchive:EventArchive": ["events CreateArchive"],
    "aws:cloudwatch/eventBus:EventBus": ["events CreateEventBus"],
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["events PutPermission"],
    "aws:cloudwatch/eventRule:EventRule": ["events PutRule"],
    "aws:cloudwatch/eventTarget:EventTarget": ["events PutTargets"],
    "aws:iam/role:Role": ["iam CreateRole"],
    "aws:iam/rolePolicy:RolePolicy": ["iam PutRolePolicy"],
    "aws:kms/alias:Alias": ["kms CreateAlias"],
    "aws:kms/key:Key": ["kms CreateKey", "kms EnableKeyRotation"],
    "aws:organizations/awsServiceAccess:AwsServiceAccess": ["organizations EnableAWSServiceAccess"],
    "aws:s3/bucket:Bucket": ["s3 CreateBucket"],
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": [
        "s3 PutBucketLifecycleConfiguration",
    ],
    "aws:s3/bucketLogging:BucketLogging": ["s3 PutBucketLogging"],
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": ["s3 PutObjectLockConfiguration"],
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["s3 PutBucketOwnershipControls"],
    "aws:s3/bucketPolicy:BucketPolicy": ["s3 PutBucketPolicy"],
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["s3 PutPublicAccessBlock"],
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
        "s3 PutBucketEncryption",
    ],
    // A bucket that is made for Object Lock is versioned from the start.
    "aws:s3/bucketVersioning:BucketVersioning": [],
    "aws:sqs/queue:Queue": ["sqs CreateQueue"],
};

/**
 * Deploys 5 accounts x 2 regions, then deploys and previews again, and prints the calls of each by kind.
 *
 * @returns whether the second deployment and the preview made no call that writes
 */
export async function calls(say: (line: string) => void): Promise<boolean> {
    const organization = await TestOrganization.start();
    try {
        const stack = await organization.stack("all", {
            role: "organization",
            members: { organizationalUnits: [organization.ids.workloadsUnitId] },
            regions: ["us-east-1", "eu-west-1"],
        });
        const recorded = async (
            what: string,
            work: () => Promise<unknown>,
        ): Promise<readonly RecordedCall[]> => {
            say(`${what} ...`);
            await organization.emulator.forgetCalls();
            await work();
            return organization.emulator.recordedCalls();
        };
        const first = await recorded("First up", () => up(stack));
        const second = await recorded("Second up", () => up(stack));
        const preview = await recorded("Preview", () => stack.preview());
        const types = (
            (await stack.exportStack()).deployment as { readonly resources: readonly { type: string }[] }
        ).resources
            .map(({ type }) => type)
            .filter((type) => type.startsWith("aws:"));
        const accounts = new Set(first.map(({ account }) => account)).size;
        const fewest = counted([
            ...types.flatMap((type) => FEWEST[type] ?? []),
            // One for each account but the caller's own.
            ...Array.from({ length: accounts - 1 }, () => "sts AssumeRole"),
        ]);
        print(fewest, counted(first.map(kind)), counted(second.map(kind)), counted(preview.map(kind)));
        const needless = [...writes(second), ...writes(preview)].map(kind);
        say(needless.length === 0 ? "Neither wrote again." : `These wrote again: ${needless.join(", ")}`);
        return needless.length === 0;
    } finally {
        await organization.stop();
    }
}

const kind = ({ service, action }: RecordedCall): string => `${service} ${action}`;

function counted(kinds: readonly string[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const each of kinds) {
        counts.set(each, (counts.get(each) ?? 0) + 1);
    }
    return counts;
}

function print(...columns: readonly ReadonlyMap<string, number>[]): void {
    const table = new Table({
        head: ["call", "fewest", "first up", "second up", "preview"],
        style: { head: [], border: [] },
        chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    });
    const kinds = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
    for (const each of kinds) {
        table.push([each, ...columns.map((column) => column.get(each) ?? 0)]);
    }
    const sum = (column: ReadonlyMap<string, number>): number =>
        [...column.values()].reduce((total, count) => total + count, 0);
    table.push(["all", ...columns.map(sum)]);
    process.stdout.write(`${table.toString()}\n`);
}
