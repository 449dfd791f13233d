import assert from "node:assert/strict";
import { archiveReader, archiveToValidate } from "../../operate/archiveValidation";
import { EnvironmentAgent } from "../../operate/environmentAgent";
import { names, parseSettings } from "../../settings";
import { VALID, WITHOUT_ORGANIZATION } from "../settings/valid";

const THERE = {
    trail: {
        existing: "arn:aws:cloudtrail:us-east-1:111111111111:trail/aws-controltower-BaselineCloudTrail",
    },
    archive: { existing: { bucket: "aws-controltower-logs-222222222222-us-east-1", prefix: "o-a1b2c3d4e5" } },
};

describe("the archive to validate", () => {
    it("is the organization's, of all accounts that lie there", () => {
        const settings = parseSettings(VALID);
        assert.deepEqual(archiveToValidate(settings), {
            places: [{ bucket: names(settings).archiveBucket, organizationId: "o-a1b2c3d4e5" }],
            trail: { name: "security-logging-trail", homeRegion: "us-east-1" },
        });
    });

    it("is that of the accounts' own trails where there is no organization, all of which are expected", () => {
        const settings = parseSettings(WITHOUT_ORGANIZATION);
        assert.deepEqual(archiveToValidate(settings), {
            places: [{ bucket: names(settings).archiveBucket }],
            trail: { name: "security-logging-trail", homeRegion: "us-east-1" },
            accounts: "accounts" in settings.membership ? settings.membership.accounts : [],
        });
    });

    // Control Tower's bucket lets nobody of another account read it.
    for (const [what, settings] of [
        ["", VALID],
        [", that of a landing zone too", { ...VALID, ...THERE }],
    ] as const) {
        it(`is read in the logging account${what}`, async () => {
            const asked: string[] = [];
            const reader = archiveReader(parseSettings(settings), (account, region) => {
                asked.push(`${account} ${region}`);
                return { region, requestHandler: { httpsAgent: new EnvironmentAgent() } };
            });
            reader.close();
            await Promise.resolve();
            assert.deepEqual(asked, ["222222222222 us-east-1"]);
        });
    }
});
