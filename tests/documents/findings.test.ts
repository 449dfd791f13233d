import { findingsBucketPolicy, findingsKeyPolicy } from "../../documents/findings";
import * as org from "./organization";
import { anonymous, assertAllowed, assertDenied, assertNotAllowed, type Request } from "./simulate";

const REGIONS = ["eu-west-1", "me-south-1", "us-east-1"];
const args = {
    partition: "aws",
    account: org.SECURITY,
    regions: { guardduty: REGIONS, macie: REGIONS },
} as const;

/** The sources that the services name, in the administrator's account or another. */
const sources = {
    "guardduty.amazonaws.com": (account: string) =>
        `arn:aws:guardduty:eu-west-1:${account}:detector/12abc34d567e8fa901bc2d34e56789f0`,
    "macie.amazonaws.com": (account: string) =>
        `arn:aws:macie2:us-east-1:${account}:export-configuration:1a2b`,
} as const;

const from = (service: keyof typeof sources, account = org.SECURITY): Request["context"] => ({
    "aws:SourceAccount": account,
    "aws:SourceArn": sources[service](account),
});

for (const service of ["guardduty.amazonaws.com", "macie.amazonaws.com"] as const) {
    const own = service === "macie.amazonaws.com" ? "macie" : "guardduty";
    const write: Request = {
        principal: service,
        action: "s3:PutObject",
        resource: "arn:aws:s3:::findings/AWSLogs/finding.jsonl.gz",
        account: org.SECURITY,
        resourcePolicy: findingsBucketPolicy({ ...args, bucketName: "findings" }),
        context: { ...from(service), "aws:SecureTransport": "true" },
    };
    const encrypt: Request = {
        principal: service,
        action: "kms:GenerateDataKey",
        resource: `arn:aws:kms:eu-west-1:${org.SECURITY}:key/11111111-2222-3333-4444-555555555555`,
        account: org.SECURITY,
        resourcePolicy: findingsKeyPolicy(args),
        context: { ...from(service) },
    };

    describe(`findings' policies: ${service}`, () => {
        it("writes findings and encrypts them", async () => {
            await assertAllowed(write);
            await assertAllowed({
                ...write,
                action: "s3:GetBucketLocation",
                resource: "arn:aws:s3:::findings",
            });
            await assertAllowed(encrypt);
        });

        it("does both by the principal of a region that has to be enabled, if it works there", async () => {
            const there = `${own}.me-south-1.amazonaws.com`;
            await assertAllowed({ ...write, principal: there });
            await assertAllowed({ ...encrypt, principal: there });
            for (const region of ["eu-west-1", "us-east-1", "af-south-1"]) {
                const elsewhere = `${own}.${region}.amazonaws.com`;
                await assertNotAllowed({ ...write, principal: elsewhere });
                await assertNotAllowed({ ...encrypt, principal: elsewhere });
            }
        });

        it("does neither for another account", async () => {
            const others = from(service, org.OUTSIDER);
            await assertNotAllowed({ ...write, context: { ...write.context, ...others } });
            await assertNotAllowed({ ...encrypt, context: { ...others } });
        });

        it("does neither without saying for whom", async () => {
            await assertNotAllowed({ ...write, context: { "aws:SecureTransport": "true" } });
            await assertNotAllowed({ ...encrypt, context: {} });
        });

        it("neither reads nor deletes, and decrypts nothing", async () => {
            for (const action of ["s3:GetObject", "s3:DeleteObject"]) {
                await assertNotAllowed({ ...write, action });
            }
            await assertNotAllowed({ ...encrypt, action: "kms:Decrypt" });
        });

        it("does not write in plaintext", () =>
            assertDenied({ ...write, context: { ...write.context, "aws:SecureTransport": "false" } }));

        it("is not let in where it is switched off", async () => {
            const [other] = (["guardduty", "macie"] as const).filter((one) => !service.startsWith(one));
            for (const regions of [{ [String(other)]: REGIONS }, { ...args.regions, [own]: [] }]) {
                await assertNotAllowed({
                    ...write,
                    resourcePolicy: findingsBucketPolicy({ ...args, regions, bucketName: "findings" }),
                });
                await assertNotAllowed({
                    ...encrypt,
                    resourcePolicy: findingsKeyPolicy({ ...args, regions }),
                });
            }
        });

        it("is the only one let in", async () => {
            for (const principal of [anonymous, org.STRANGER, "cloudtrail.amazonaws.com"] as const) {
                await assertNotAllowed({ ...write, principal });
                await assertNotAllowed({ ...encrypt, principal });
            }
        });
    });
}
