import assert from "node:assert/strict";
import { SettingsError } from "../../settings";
import { idOf, keptKeys } from "../../stacks/kept";
import { deployed, LOGGING, SECURITY, settingsOf, STACKS } from "./organization";

/** What has one state in AWS, which making it writes again: nothing is lost where it is there already. */
const WRITTEN_ANEW = [
    /^aws:s3\/bucket(?!ObjectLock)[A-Z]/,
    /^aws:s3\/accountPublicAccessBlock:/,
    /^aws:organizations\/awsServiceAccess:/,
    // Whoever uninstalls deletes it (docs/lifecycle.md).
    /^aws:cloudtrail\/trail:/,
];

const EVERYTHING = {
    archive: { keyGeneration: 2 },
    bus: {
        targets: [
            { kind: "firehose", name: "lake" },
            { kind: "queue", name: "events" },
        ],
    },
    guardDuty: { enabled: true },
    macie: { enabled: true, existingAccounts: false },
};

/** What is kept when its stack goes, each with the id by which it is imported, if it is. */
async function kept() {
    const settings = settingsOf("organization", EVERYTHING);
    const { custom } = await deployed(settings, { stacks: STACKS, answer: () => ({ accounts: [] }) });
    const keyIds = new Map(
        keptKeys(settings).map(({ name, alias, account }) => [name, `${alias} of ${account}`]),
    );
    return custom
        .filter(({ retainOnDelete }) => retainOnDelete)
        .map(({ type, name, inputs }) => ({ type, name, id: idOf(type, name, inputs, keyIds) }));
}

describe("what an uninstalled stack kept", () => {
    it("is imported where it cannot be made again, all of it", async () => {
        const all = await kept();
        assert.ok(all.length > 40);
        for (const { type, name, id } of all) {
            assert.equal(
                id === undefined,
                WRITTEN_ANEW.some((each) => each.test(type)),
                `${type} ${name}`,
            );
        }
    });

    it("is imported by the ids that it has in AWS: of keys by their aliases, in their accounts", async () => {
        const ids = Object.fromEntries(
            (await kept()).flatMap(({ name, id }) => (id === undefined ? [] : [[name, id]])),
        );
        assert.deepEqual(ids, {
            "archive-access-logs-bucket": `security-logging-access-logs-${LOGGING}-eu-west-1`,
            "archive-bucket": `security-logging-archive-${LOGGING}-eu-west-1`,
            "archive-object-lock": `security-logging-archive-${LOGGING}-eu-west-1`,
            "archive-key-2-alias": "alias/security-logging-archive-2",
            "archive-key-2-key": `alias/security-logging-archive-2 of ${LOGGING}`,
            "archive-key-alias": "alias/security-logging-archive",
            "archive-key-key": `alias/security-logging-archive of ${LOGGING}`,
            "findings-access-logs-bucket": `security-logging-finding-log-${SECURITY}-eu-west-1`,
            "findings-bucket": `security-logging-findings-${SECURITY}-eu-west-1`,
            "findings-key": `alias/security-logging-findings of ${SECURITY}`,
            "findings-key-alias": "alias/security-logging-findings",
            "target-lake-error-log-group": "/aws/kinesisfirehose/security-logging-lake",
            "target-lake-error-log-stream": "/aws/kinesisfirehose/security-logging-lake:DestinationDelivery",
            "target-lake-events-bucket": `security-logging-lake-${SECURITY}-eu-west-1`,
            "target-lake-events-key": `alias/security-logging-to-lake of ${SECURITY}`,
            "target-lake-events-key-alias": "alias/security-logging-to-lake",
            "targets-access-logs-bucket": `security-logging-target-log-${SECURITY}-eu-west-1`,
        });
    });

    it("is a mistake in the settings where its key is not there", async () => {
        await assert.rejects(
            deployed(settingsOf("logging", { importKept: true }), {
                stacks: STACKS,
                answer: () => assert.fail("empty result"),
            }),
            (error: unknown) => {
                assert.ok(error instanceof SettingsError, String(error));
                assert.match(
                    error.mistakes.join("\n"),
                    /^importKept is true: the account 222222222222 has no key with the alias "alias\/security-logging-archive" \(/,
                );
                return true;
            },
        );
    });
});
