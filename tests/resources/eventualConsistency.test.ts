import assert from "node:assert/strict";
import { type Failure, WAITS, mayPass, tryAgain } from "../../resources/eventualConsistency";

const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const TRAIL = "aws:cloudtrail/trail:Trail";

const ROLE_NOT_SEEN =
    "creating EventBridge Target (forward-forwarder): operation error EventBridge: PutTargets, https response error " +
    "StatusCode: 400, RequestID: 1, api error ValidationException: Provided role 'arn:aws:iam::444444444444:role/forwarder' " +
    "cannot be assumed by principal 'events.amazonaws.com'.";
const BUCKET_POLICY_NOT_SEEN =
    "creating CloudTrail Trail (organization): operation error CloudTrail: CreateTrail, https response error StatusCode: " +
    "400, RequestID: 1, InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for bucket: archive";

/** What an attempt after failures waits for, says, and decides. */
async function decision(
    failure: Partial<Failure>,
): Promise<{ again: boolean; waits: number[]; said: string[] }> {
    const waits: number[] = [];
    const said: string[] = [];
    const again = await tryAgain(
        { type: TARGET, name: "forwarder-target", errors: [ROLE_NOT_SEEN], ...failure },
        (seconds) => Promise.resolve(waits.push(seconds)),
        (line) => said.push(line),
    );
    return { again, waits, said };
}

describe("what AWS does not see yet", () => {
    it("may pass: a role, a policy, a target that was put", () => {
        for (const [type, error] of [
            [TARGET, ROLE_NOT_SEEN],
            [
                TARGET,
                "api error AccessDeniedException: Event bus arn:aws:events:eu-west-1:333333333333:event-bus/b does not allow",
            ],
            [TARGET, "reading EventBridge Target (rule-forward): couldn't find resource"],
            [TARGET, "reading EventBridge Target (rule-forward): empty result"],
            [TARGET, "api error ConcurrentModificationException: Rule r on EventBus default was modified"],
            [TRAIL, BUCKET_POLICY_NOT_SEEN],
            [
                TRAIL,
                "InsufficientEncryptionPolicyException: Insufficient permissions to access S3 bucket or KMS key",
            ],
            [
                TRAIL,
                "InsufficientSnsTopicPolicyException: SNS Topic does not exist or the topic policy is incorrect!",
            ],
            [
                TRAIL,
                "InvalidCloudWatchLogsRoleArnException: Access denied. Verify in IAM that the role has permissions",
            ],
        ] as const) {
            assert.ok(mayPass(type, error), error);
        }
    });

    it("does not pass: any other mistake, and the same of another resource, which might be made twice", () => {
        for (const [type, error] of [
            [TARGET, "api error ValidationException: RoleArn is required for target"],
            [TARGET, "api error ResourceNotFoundException: Rule r does not exist on EventBus default."],
            [TARGET, BUCKET_POLICY_NOT_SEEN],
            [TRAIL, "TrailAlreadyExistsException: Trail organization already exists"],
            [
                TRAIL,
                "api error AccessDeniedException: User is not authorized to perform: cloudtrail:CreateTrail",
            ],
            ["aws:kms/key:Key", ROLE_NOT_SEEN],
        ] as const) {
            assert.ok(!mayPass(type, error), error);
        }
    });

    it("is waited for, longer each time and at most a minute in all, and said so", async () => {
        const waited: number[] = [];
        for (const attempt of WAITS.keys()) {
            const { again, waits, said } = await decision({
                errors: new Array<string>(attempt + 1).fill(ROLE_NOT_SEEN),
            });
            assert.ok(again);
            assert.deepEqual(said, [
                `AWS does not see yet what forwarder-target depends on. Trying again in ${waits[0] ?? 0} seconds ` +
                    `(${attempt + 1} of ${WAITS.length}).`,
            ]);
            waited.push(...waits);
        }
        assert.deepEqual(waited, WAITS);
        assert.deepEqual(
            [...WAITS].sort((one, other) => one - other),
            WAITS,
        );
        assert.ok(WAITS.reduce((sum, seconds) => sum + seconds, 0) <= 60);
    });

    it("is given up after that", async () =>
        assert.deepEqual(
            await decision({ errors: new Array<string>(WAITS.length + 1).fill(ROLE_NOT_SEEN) }),
            { again: false, waits: [], said: [] },
        ));

    it("is neither waited for nor told of where the latest error is another", async () =>
        assert.deepEqual(await decision({ errors: ["ThrottlingException", ROLE_NOT_SEEN] }), {
            again: false,
            waits: [],
            said: [],
        }));
});
