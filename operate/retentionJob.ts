/** The job that locks the objects which an archive has from before its Object Lock. It is written, and run by a person. */
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { bucketArn, roleArn } from "../aws/arn";
import { retentionJobPermissions, retentionJobTrust } from "../documents/retentionJob";
import { names, type Settings } from "../settings";
import { neededFiles } from "./chosenStacks";
import { projectFolder } from "./projectFolder";
import { settingsInFile } from "./stackFile";
import { UsageError } from "./usageError";

/** What the job is made from, besides the settings. */
export interface RetentionJobOptions {
    readonly stack?: readonly string[];
    /** A bucket of the logging account that takes the job's report. */
    readonly reportBucket: string;
    /** Objects from before this are locked: when the lock was turned on. */
    readonly before: Date;
    /** The folder that the files are written to. */
    readonly save: string;
}

/** The job, its role, and what to do with them. */
export interface RetentionJob {
    readonly role: {
        readonly name: string;
        readonly trust: ReturnType<typeof retentionJobTrust>;
        readonly permissions: ReturnType<typeof retentionJobPermissions>;
    };
    /**
     * The request.
     * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
     */
    readonly request: ReturnType<typeof requestOf>;
    readonly commands: readonly string[];
}

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/** As the API has times, to the second. */
const instant = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, "Z");

/**
 * The request. S3 lists the objects itself: those of the archive's bucket that were made before the lock. Each is locked until the
 * same day, as long from `now` on as a new object.
 */
export function requestOf(
    settings: Pick<Settings, "partition" | "organization" | "archive" | "namePrefix" | "homeRegion">,
    { reportBucket, before }: Pick<RetentionJobOptions, "reportBucket" | "before">,
    now = new Date(),
) {
    const { partition, organization, archive, namePrefix } = settings;
    const { loggingAccount } = organization;
    const until = new Date(now.getTime() + archive.lock.days * MILLISECONDS_A_DAY);
    return {
        AccountId: loggingAccount,
        Description: `Locks what ${archive.bucketName} has from before its Object Lock`,
        // It waits in the console until somebody who has looked at the list lets it run.
        ConfirmationRequired: true,
        Operation: {
            S3PutObjectRetention: {
                Retention: { Mode: archive.lock.mode, RetainUntilDate: instant(until) },
            },
        },
        ManifestGenerator: {
            S3JobManifestGenerator: {
                ExpectedBucketOwner: loggingAccount,
                SourceBucket: bucketArn(partition, archive.bucketName),
                EnableManifestOutput: false,
                Filter: { CreatedBefore: instant(before) },
            },
        },
        Report: {
            Enabled: true,
            Bucket: bucketArn(partition, reportBucket),
            ExpectedBucketOwner: loggingAccount,
            Format: "Report_CSV_20180820",
            Prefix: "retention-job",
            ReportScope: "FailedTasksOnly",
        },
        Priority: 10,
        RoleArn: roleArn(partition, loggingAccount, roleNameOf(namePrefix)),
        ClientRequestToken: `${namePrefix}-${instant(before)}`.slice(0, 64),
    } as const;
}

const roleNameOf = (namePrefix: string): string => `${namePrefix}-retention-job`;

/**
 * Writes the job and its role as files, by the settings of a stack's file. Nothing is called.
 * @throws UsageError if the report would go into the archive, or the archive is others'
 */
export function retentionJob(options: RetentionJobOptions): RetentionJob {
    const folder = projectFolder();
    const [stack = ""] = neededFiles(options.stack, ["organization", "logging"], folder);
    const settings = settingsInFile(stack, folder);
    const { archive, partition, homeRegion, namePrefix } = settings;
    const { archiveBucket, accessLogBucket } = names(settings);
    const closed = [archiveBucket, accessLogBucket].find((bucket) => bucket === options.reportBucket);
    if (closed !== undefined) {
        throw new UsageError(
            `--report-bucket ${closed}: only services of AWS write there, and the job writes by its role. Name another bucket of ` +
                "the logging account.",
        );
    }
    if (archive.existing !== undefined) {
        throw new UsageError(
            "archive.existing is others': whether and for how long its objects are locked is its owner's to say.",
        );
    }
    const role = {
        name: roleNameOf(namePrefix),
        trust: retentionJobTrust(),
        permissions: retentionJobPermissions({
            partition,
            bucketName: archiveBucket,
            reportBucketName: options.reportBucket,
        }),
    };
    const request = requestOf(settings, options);
    const file = (name: string, content: object): string => {
        const at = path.join(options.save, name);
        writeFileSync(at, `${JSON.stringify(content, undefined, 4)}\n`);
        return at;
    };
    mkdirSync(options.save, { recursive: true });
    const [trust, permissions, job] = [
        file("trust.json", role.trust),
        file("permissions.json", role.permissions),
        file("job.json", request),
    ];
    return {
        role,
        request,
        commands: [
            `aws iam create-role --role-name ${role.name} --assume-role-policy-document file://${trust}`,
            `aws iam put-role-policy --role-name ${role.name} --policy-name lock-objects --policy-document file://${permissions}`,
            `aws s3control create-job --region ${homeRegion} --cli-input-json file://${job}`,
        ],
    };
}
