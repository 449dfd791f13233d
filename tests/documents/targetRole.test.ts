import { roleArn, ruleArn, streamArn, deliveryStreamArn } from "../../aws/arn";
import { targetTrust, putToFirehose, putToStream, startExecution } from "../../documents/targetRole";
import { accountsOwnKeyPolicy } from "../../documents/keyAdministration";
import * as org from "./organization";
import { assertAllowed, assertNotAllowed, type Request } from "./simulate";

const place = { partition: "aws", region: org.REGIONS.aws, account: org.SECURITY } as const;
const ROLE = roleArn("aws", org.SECURITY, "to-siem");
const RULE = ruleArn(place, "to-siem", "central");
const STREAM = streamArn(place, "siem");
const FIREHOSE = deliveryStreamArn(place, "lake");
const MACHINE = `arn:aws:states:${org.REGIONS.aws}:${org.SECURITY}:stateMachine:triage`;
const KEY = `arn:aws:kms:${org.REGIONS.aws}:${org.SECURITY}:key/22222222-2222-3333-4444-555555555555`;

describe("a delivery role's trust policy", () => {
    const assuming: Request = {
        principal: "events.amazonaws.com",
        action: "sts:AssumeRole",
        resource: ROLE,
        account: org.SECURITY,
        resourcePolicy: targetTrust({ account: org.SECURITY, ruleArn: RULE }),
        context: { "aws:SourceArn": RULE, "aws:SourceAccount": org.SECURITY },
    };

    it("lets EventBridge assume the role for its rule", () => assertAllowed(assuming));

    it("does not let it for another rule, bus, region or account, or for none", async () => {
        for (const source of [
            `${RULE}2`,
            ruleArn(place, "to-siem"),
            ruleArn(place, "to-siem", "other"),
            RULE.replace(org.REGIONS.aws, "us-east-1"),
            RULE.replace(org.SECURITY, org.OUTSIDER),
        ]) {
            await assertNotAllowed({
                ...assuming,
                context: { ...assuming.context, "aws:SourceArn": source },
            });
        }
        await assertNotAllowed({
            ...assuming,
            context: { "aws:SourceArn": RULE, "aws:SourceAccount": org.OUTSIDER },
        });
        await assertNotAllowed({ ...assuming, context: {} });
    });

    it("lets nobody else", async () => {
        for (const principal of ["scheduler.amazonaws.com", "firehose.amazonaws.com", org.STRANGER]) {
            await assertNotAllowed({ ...assuming, principal });
        }
    });
});

describe("what a delivery role may do", () => {
    const region = org.REGIONS.aws;
    const doing = (action: string, resource: string, identityPolicy: Request["identityPolicy"]): Request => ({
        principal: ROLE,
        action,
        resource,
        account: org.SECURITY,
        ...(identityPolicy === undefined ? {} : { identityPolicy }),
    });

    it("to a stream: put records into it, and nothing else", async () => {
        const policy = putToStream({ streamArn: STREAM, keyArn: KEY, place });
        await assertAllowed(doing("kinesis:PutRecord", STREAM, policy));
        await assertAllowed(doing("kinesis:PutRecords", STREAM, policy));
        await assertNotAllowed(doing("kinesis:PutRecord", `${STREAM}-2`, policy));
        for (const action of ["kinesis:GetRecords", "kinesis:DeleteStream", "kinesis:StopStreamEncryption"]) {
            await assertNotAllowed(doing(action, STREAM, policy));
        }
        await assertNotAllowed(doing("firehose:PutRecord", FIREHOSE, policy));
    });

    it("to a stream: use its key by way of Kinesis for that stream, and not to decrypt", async () => {
        const using: Request = {
            ...doing("kms:GenerateDataKey", KEY, putToStream({ streamArn: STREAM, keyArn: KEY, place })),
            resourcePolicy: accountsOwnKeyPolicy("aws", org.SECURITY),
            context: {
                "kms:ViaService": `kinesis.${region}.amazonaws.com`,
                "kms:EncryptionContext:aws:kinesis:arn": STREAM,
            },
        };
        await assertAllowed(using);
        await assertNotAllowed({ ...using, action: "kms:Decrypt" });
        await assertNotAllowed({ ...using, resource: `${KEY}2` });
        await assertNotAllowed({
            ...using,
            context: { ...using.context, "kms:ViaService": `s3.${region}.amazonaws.com` },
        });
        await assertNotAllowed({
            ...using,
            context: { ...using.context, "kms:EncryptionContext:aws:kinesis:arn": `${STREAM}-2` },
        });
        await assertNotAllowed({ ...using, context: {} });
    });

    it("to a stream that is not ours: use no key, which is for the key's owner to allow", async () => {
        const policy = putToStream({ streamArn: STREAM, place });
        await assertAllowed(doing("kinesis:PutRecord", STREAM, policy));
        await assertNotAllowed({
            ...doing("kms:GenerateDataKey", KEY, policy),
            resourcePolicy: accountsOwnKeyPolicy("aws", org.SECURITY),
            context: {
                "kms:ViaService": `kinesis.${region}.amazonaws.com`,
                "kms:EncryptionContext:aws:kinesis:arn": STREAM,
            },
        });
    });

    it("to a Firehose stream: put records into it, and nothing else", async () => {
        const policy = putToFirehose({ deliveryStreamArn: FIREHOSE });
        await assertAllowed(doing("firehose:PutRecord", FIREHOSE, policy));
        await assertAllowed(doing("firehose:PutRecordBatch", FIREHOSE, policy));
        await assertNotAllowed(doing("firehose:PutRecord", `${FIREHOSE}-2`, policy));
        await assertNotAllowed(doing("firehose:UpdateDestination", FIREHOSE, policy));
        await assertNotAllowed(doing("s3:PutObject", "arn:aws:s3:::lake/x", policy));
    });

    it("to a state machine: start it, and nothing else", async () => {
        const policy = startExecution({ stateMachineArn: MACHINE });
        await assertAllowed(doing("states:StartExecution", MACHINE, policy));
        await assertNotAllowed(doing("states:StartExecution", `${MACHINE}-2`, policy));
        await assertNotAllowed(doing("states:UpdateStateMachine", MACHINE, policy));
    });
});
