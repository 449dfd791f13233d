import * as pulumi from "@pulumi/pulumi";

/**
 * What AWS refuses for a while after what it depends on was made, by the type of the resource: both can be made again
 * after such a refusal, since nothing was made, or the same is put once more.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const REFUSALS: Readonly<Record<string, readonly RegExp[]>> = {
    /** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
    "aws:cloudwatch/eventTarget:EventTarget": [
        // The role is not seen yet.
        /cannot be assumed by principal '?events\.amazonaws\.com/,
        // The central bus's policy is not seen yet.
        /AccessDeniedException: Event bus \S+ does not allow/,
        // The target was put and is not listed yet.
        /reading EventBridge Target .*(couldn't find resource|empty result)/s,
        /ConcurrentModificationException/,
    ],
    /** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html */
    "aws:cloudtrail/trail:Trail": [
        // The policy of the bucket, the key or the topic is not seen yet.
        /InsufficientS3BucketPolicyException/,
        /InsufficientEncryptionPolicyException/,
        /InsufficientSnsTopicPolicyException/,
        // The role that writes to the log group is not seen yet.
        /InvalidCloudWatchLogsRoleArnException/,
    ],
};

/** Seconds before each attempt after the first: a minute in all, after which a refusal is one that stays. */
export const WAITS: readonly number[] = [2, 4, 8, 16, 30];

/** Whether AWS may take the same resource a little later. */
export const mayPass = (type: string, error: string): boolean =>
    REFUSALS[type]?.some((refusal) => refusal.test(error)) ?? false;

/** What failed, as the engine tells it. */
export type Failure = Pick<pulumi.ErrorHookArgs, "type" | "name" | "errors">;

/**
 * Decides whether a resource that AWS refused is tried once more, and waits before it is.
 * @param wait waits for a number of seconds
 * @param say shows a line beside the resource's name
 */
export async function tryAgain(
    { type, name, errors }: Failure,
    wait: (seconds: number) => Promise<unknown>,
    say: (line: string) => unknown,
): Promise<boolean> {
    const [latest] = errors;
    const seconds = WAITS[errors.length - 1];
    if (latest === undefined || seconds === undefined || !mayPass(type, latest)) {
        return false;
    }
    say(
        `AWS does not see yet what ${name} depends on. Trying again in ${seconds} seconds ` +
            `(${errors.length} of ${WAITS.length}).`,
    );
    await wait(seconds);
    return true;
}

/**
 * Has the engine try again what AWS refuses only because it does not see yet what was made a moment before. In a first
 * deployment of hundreds of targets there is always one.
 *
 * To be called once, before the first resource.
 * @see https://www.pulumi.com/docs/iac/concepts/resources/options/hooks/
 */
export function retryWhatMayPass(): void {
    const hook = new pulumi.ErrorHook("eventual-consistency", (failure) =>
        tryAgain(
            failure,
            (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
            (line) => pulumi.log.info(line),
        ),
    );
    pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
        type in REFUSALS
            ? { props, opts: pulumi.mergeOptions(opts, { hooks: { onError: [hook] } }) }
            : undefined,
    );
}
