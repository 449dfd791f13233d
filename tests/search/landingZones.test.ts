/** The tables over buckets as landing zones and other organization trails fill them, by the keys that these write. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { gzipSync } from "node:zlib";
import { archivePlace, parseSettings } from "../../settings";
import { projection, SEARCH_TABLES } from "../../search";
import { VALID } from "../settings/valid";
import { answerOver } from "./athena";

const ORGANIZATION = "o-exampleorg1";
const OTHER_ORGANIZATION = "o-otherorg001";
const ACCOUNT = "111122223333";
const REGION = "eu-central-1";
const DAY = "2026/03/04";

/** An object's key, under what stands before the account. */
const key = (folder: string, kind = "CloudTrail", account = ACCOUNT): string =>
    `${folder}${account}/${kind}/${REGION}/${DAY}/${account}_${kind}_${REGION}_20260304T2355Z_EXAMPLEexample00.json.gz`;

interface Layout {
    /** The settings of the archive; undefined: the program's own. */
    readonly existing?: Readonly<Record<string, unknown>>;
    readonly own: readonly string[];
    /** What lies in the bucket beside it, and is not to be found by this table. */
    readonly others: readonly string[];
}

const bucket = "the-archive";

/**
 * Keys as the trails of each write them.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/logging-using-cloudtrail.html
 * @see https://awslabs.github.io/landing-zone-accelerator-on-aws/latest/user-guide/centralized-logging/
 */
const LAYOUTS: Readonly<Record<string, Layout>> = {
    "the program's own": {
        own: [key(`AWSLogs/${ORGANIZATION}/`)],
        others: [key(`AWSLogs/${OTHER_ORGANIZATION}/`), key("AWSLogs/")],
    },
    "Control Tower 3.0 and later, with the organization's id twice": {
        existing: { bucket, prefix: ORGANIZATION },
        own: [key(`${ORGANIZATION}/AWSLogs/${ORGANIZATION}/`)],
        // What the trails of accounts wrote before 3.0, and Config.
        others: [
            key(`${ORGANIZATION}/AWSLogs/`),
            `${ORGANIZATION}/AWSLogs/${ACCOUNT}/Config/${REGION}/2026/3/4/ConfigHistory/x.json.gz`,
        ],
    },
    "trails of accounts from before Control Tower 3.0": {
        existing: { bucket, prefix: ORGANIZATION, organizationPath: false },
        own: [key(`${ORGANIZATION}/AWSLogs/`)],
        others: [key(`${ORGANIZATION}/AWSLogs/${ORGANIZATION}/`)],
    },
    "Landing Zone Accelerator": {
        existing: { bucket, prefix: "cloudtrail-organization" },
        own: [key(`cloudtrail-organization/AWSLogs/${ORGANIZATION}/`)],
        others: [key(`AWSLogs/${ORGANIZATION}/`), key("vpc-flow-logs/AWSLogs/")],
    },
    "an organization trail without a prefix, as the Security Reference Architecture's": {
        existing: { bucket },
        own: [key(`AWSLogs/${ORGANIZATION}/`)],
        others: [key(`sra/AWSLogs/${ORGANIZATION}/`)],
    },
    "a trail an account, as org-formation's": {
        existing: { bucket, organizationPath: false },
        own: [key("AWSLogs/")],
        others: [key(`AWSLogs/${ORGANIZATION}/`)],
    },
    "a bucket that organizations share": {
        existing: { bucket },
        own: [key(`AWSLogs/${ORGANIZATION}/`)],
        others: [key(`AWSLogs/${OTHER_ORGANIZATION}/`)],
    },
};

const record = (eventID: string): string =>
    JSON.stringify({
        Records: [{ eventID, eventTime: "2026-03-04T10:00:00Z", recipientAccountId: ACCOUNT }],
    });

const archiveOf = (existing: Layout["existing"]) => {
    const settings = parseSettings({
        ...VALID,
        organization: { ...VALID.organization, id: ORGANIZATION },
        ...(existing === undefined
            ? {}
            : {
                  trail: {
                      existing: `arn:aws:cloudtrail:${VALID.homeRegion}:${VALID.organization.managementAccount}:trail/theirs`,
                  },
                  archive: { existing },
              }),
    });
    return { partition: "aws", place: archivePlace(settings), expireAfterDays: 365, accounts: [] } as const;
};

describe("the tables over the archive of", () => {
    for (const [what, { existing, own, others }] of Object.entries(LAYOUTS)) {
        it(`${what} find its log files, and no others`, async () => {
            const digest = (each: string): string => each.replaceAll("/CloudTrail/", "/CloudTrail-Digest/");
            const rows = await answerOver(
                'SELECT eventid, account, region, "timestamp" FROM cloudtrail ORDER BY eventid',
                [],
                archiveOf(existing),
                (folder) => {
                    for (const each of [...own, ...others, ...own.map(digest)]) {
                        const file = path.join(folder, each);
                        mkdirSync(path.dirname(file), { recursive: true });
                        writeFileSync(file, gzipSync(record(each)));
                    }
                },
            );
            assert.deepEqual(
                rows,
                own.map((eventid) => ({ eventid, account: ACCOUNT, region: REGION, timestamp: DAY })),
            );
        });

        it(`${what} have no empty part in their locations, beyond which Athena finds nothing`, () => {
            for (const table of SEARCH_TABLES) {
                const template = projection(table, archiveOf(existing))["storage.location.template"] ?? "";
                assert.match(template, /^s3:\/\/[^/]+(\/[^/]+)+$/);
            }
        });
    }
});
