import assert from "node:assert/strict";
import { archiveReader, archiveToValidate } from "../../operate/archiveValidation";
import { EnvironmentAgent } from "../../operate/environmentAgent";
import { names, parseSettings } from "../../settings";
import { VALID, WITHOUT_ORGANIZATION } from "../settings/valid";

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

    it("is read in the logging account", async () => {
        const asked: string[] = [];
        const reader = archiveReader(parseSettings(VALID), (account, region) => {
            asked.push(`${account} ${region}`);
            return { region, requestHandler: { httpsAgent: new EnvironmentAgent() } };
        });
        reader.close();
        await Promise.resolve();
        assert.deepEqual(asked, ["222222222222 us-east-1"]);
    });
});
