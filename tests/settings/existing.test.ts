import assert from "node:assert/strict";
import { archivePlace, names, parseSettings, trailArn } from "../../settings";
import { itRefuses, mistakesIn, VALID, WITHOUT_ORGANIZATION } from "./valid";

const TRAIL = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/aws-controltower-BaselineCloudTrail";
const KEY = "arn:aws:kms:eu-west-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666";
const BUCKET = "aws-controltower-logs-222222222222-eu-west-1";
const THERE = { trail: { existing: TRAIL }, archive: { existing: { bucket: BUCKET } } };

describe("settings of a trail and an archive that are there", () => {
    it("name them everywhere, whatever landing zones guard by name", () => {
        const settings = parseSettings({
            ...VALID,
            ...THERE,
            archive: { existing: { bucket: BUCKET, keyArn: KEY, prefix: "o-a1b2c3d4e5" } },
        });
        assert.equal(names(settings).archiveBucket, BUCKET);
        assert.equal(names(settings).trail, "aws-controltower-BaselineCloudTrail");
        assert.equal(trailArn(settings, "111111111111"), TRAIL);
        assert.equal(trailArn(settings, "111111111111", "*"), TRAIL);
        assert.deepEqual(archivePlace(settings), {
            bucket: BUCKET,
            prefix: "o-a1b2c3d4e5",
            organizationId: "o-a1b2c3d4e5",
        });
    });

    it("may look at what accounts' own trails put beside it", () => {
        const existing = { bucket: BUCKET, organizationPath: false };
        assert.deepEqual(archivePlace(parseSettings({ ...VALID, ...THERE, archive: { existing } })), {
            bucket: BUCKET,
        });
    });

    it("leave the account's block of public access to its owner, unless it is asked for", () => {
        const blocked = (more: object) =>
            parseSettings({ ...VALID, ...THERE, ...more }).publicAccessBlock.loggingAccount;
        assert.equal(blocked({}), false);
        assert.equal(blocked({ publicAccessBlock: { loggingAccount: true } }), true);
    });

    it("need no logging stack for the management stack, which makes what only that account can", () => {
        const settings = parseSettings({
            ...VALID,
            ...THERE,
            role: "management",
            macie: { enabled: true },
        });
        assert.deepEqual(settings.stacks, {});
    });

    it("take no word about how a trail or an archive is made, not even the default's", () => {
        const keysOf = (change: object): readonly string[] =>
            mistakesIn({ ...VALID, ...change })
                .map((mistake) => mistake.split(" ")[0] ?? "")
                .sort();
        const defaults = parseSettings(VALID);
        const { scope: _1, ...ofTrail } = defaults.trail;
        assert.deepEqual(
            keysOf({ ...THERE, trail: { ...ofTrail, existing: TRAIL } }),
            Object.keys(ofTrail)
                .map((key) => `trail.${key}`)
                .sort(),
        );
        const { accessLogDays: _2, ...ofArchive } = defaults.archive;
        assert.deepEqual(
            keysOf({
                ...THERE,
                archive: { ...ofArchive, readers: [READER], existing: { bucket: BUCKET } },
            }),
            Object.keys(ofArchive)
                .map((key) => `archive.${key}`)
                .sort(),
        );
    });

    it("are not for accounts without an organization", () =>
        assert.deepEqual(
            mistakesIn({ ...WITHOUT_ORGANIZATION, ...THERE, trail: { scope: "account", existing: TRAIL } }),
            [
                'trail.scope is "account": trail.existing is the one trail of an organization. Leave trail.scope out, or ' +
                    "trail.existing.",
            ],
        ));
});

const READER = "arn:aws:iam::333333333333:role/analyst";

describe("settings of a trail and an archive that are there, that are refused", () => {
    itRefuses([
        [
            "a trail whose archive is not named",
            { trail: { existing: TRAIL } },
            "archive.existing is missing: trail.existing delivers to a bucket that is there too, and this program would make " +
                'one that nothing is delivered to. Write the trail\'s bucket, key and prefix ("aws cloudtrail describe-trails" ' +
                "tells them).",
        ],
        [
            "an archive whose trail is not named",
            { archive: { existing: { bucket: BUCKET } } },
            "trail.existing is missing: archive.existing is a bucket whose policy is others', and lets in their trail only. " +
                "Write that trail's ARN, or leave archive.existing out.",
        ],
        [
            "a lock of a bucket that others own",
            { ...THERE, archive: { lock: { days: 30 }, existing: { bucket: BUCKET } } },
            'archive.lock is {"days":30}: it is for the owner of archive.existing to say. Leave it out: Object Lock can be ' +
                "turned on there by its owner.",
        ],
        [
            "readers whom others' policies would have to let in",
            { ...THERE, archive: { readers: [READER], existing: { bucket: BUCKET } } },
            `archive.readers is ["${READER}"]: who may read is in the policies of the bucket and of its key, which are ` +
                "others'. Have their owner let them in, and leave it out.",
        ],
        [
            "data events of a trail that others own",
            { ...THERE, trail: { existing: TRAIL, dataEvents: [] } },
            "trail.dataEvents is []: it is for the owner of trail.existing to say. Leave it out.",
        ],
        [
            "a trail of another account than the management account",
            { ...THERE, trail: { existing: TRAIL.replace("111111111111", "444444444444") } },
            'trail.existing is "arn:aws:cloudtrail:eu-west-1:444444444444:trail/aws-controltower-BaselineCloudTrail": an ' +
                "organization trail is the management account's, whoever made it, and organization.managementAccount is " +
                '"111111111111". Write the ARN of a trail of that account.',
        ],
        [
            "a trail of another partition",
            { ...THERE, trail: { existing: TRAIL.replace("arn:aws:", "arn:aws-cn:") } },
            'trail.existing is "arn:aws-cn:cloudtrail:eu-west-1:111111111111:trail/aws-controltower-BaselineCloudTrail": ' +
                'homeRegion "us-east-1" is in the partition aws. Write the ARN of a trail there.',
        ],
        [
            "a key of another partition",
            {
                ...THERE,
                archive: { existing: { bucket: BUCKET, keyArn: KEY.replace("arn:aws:", "arn:aws-cn:") } },
            },
            'archive.existing.keyArn is "arn:aws-cn:kms:eu-west-1:111111111111:key/0a1b2c3d-1111-2222-3333-444455556666": ' +
                'homeRegion "us-east-1" is in the partition aws. Write the ARN of a key there.',
        ],
        [
            "a prefix that would make an empty folder, in which Athena finds nothing",
            { ...THERE, archive: { existing: { bucket: BUCKET, prefix: "logs/" } } },
            'archive.existing.prefix is "logs/": what the trail puts in front of AWSLogs, without slashes at its ends, at most ' +
                '200 characters ("aws cloudtrail describe-trails" tells it as S3KeyPrefix).',
        ],
        [
            "notifications, which are the trail's",
            { ...THERE, notifications: { enabled: true } },
            "notifications.enabled is true: trail.existing has the topic that its owner gave it, and is not changed. Leave it " +
                "out, and use that.",
        ],
        [
            "a log group, which is the trail's",
            { ...THERE, cloudWatchLogs: { enabled: true } },
            "cloudWatchLogs.enabled is true: trail.existing has the log group that its owner gave it, and is not changed. Leave " +
                "it out, and use that.",
        ],
        [
            "a logging stack that has nothing to make",
            { ...THERE, role: "logging", search: { enabled: false } },
            'role is "logging": with trail.existing such a stack makes the search, and search.enabled is false. Set that to ' +
                "true, or remove this stack.",
        ],
        [
            "a management stack that has nothing to make",
            { ...THERE, role: "management" },
            'role is "management": with trail.existing such a stack makes guardrails, GuardDuty, Macie or the delegation of ' +
                "StackSets, and none of them is on. Turn on what is wanted, or remove this stack.",
        ],
    ]);
});
