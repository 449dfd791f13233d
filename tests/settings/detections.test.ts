import { itRefuses } from "./valid";

describe("settings of detections that are refused", () => {
    itRefuses([
        [
            "an address without a host",
            { detections: { emails: ["alerts"] } },
            'detections.emails[0] is "alerts": an address, e.g. "alerts@example.com".',
        ],
        [
            "an address twice",
            { detections: { emails: ["alerts@example.com", "alerts@example.com"] } },
            'detections.emails[1] is "alerts@example.com": the list has it already. Write it once.',
        ],
        [
            "a role of any account whose calls do not alert",
            { detections: { allowedPrincipals: ["arn:aws:sts::*:assumed-role/Pipeline/*"] } },
            'detections.allowedPrincipals[0] is "arn:aws:sts::*:assumed-role/Pipeline/*": the ARN of an IAM user or of a ' +
                'role\'s sessions, e.g. "arn:aws:sts::111122223333:assumed-role/Pipeline/*".',
        ],
        [
            "an allowed principal of another partition",
            { detections: { allowedPrincipals: ["arn:aws-cn:iam::111122223333:user/ci"] } },
            'detections.allowedPrincipals[0] is "arn:aws-cn:iam::111122223333:user/ci": homeRegion "us-east-1" is in the ' +
                "partition aws, and no principal of another partition can call anything there. Write an ARN that starts " +
                'with "arn:aws:".',
        ],
        [
            "more allowed principals than a pattern can hold",
            {
                detections: {
                    allowedPrincipals: [1, 2, 3, 4].map(
                        (number) => `arn:aws:iam::111122223333:user/ci-${number}`,
                    ),
                },
            },
            'detections.allowedPrincipals is ["arn:aws:iam::111122223333:user/ci-1","arn:aws:iam::111122223333:user/ci-2",' +
                '"arn:aws:iam::111122223333:user/ci-3","arn:aws:iam::111122223333:user/ci-4"]: at most 3 fit into an event ' +
                "pattern. Let them share a role.",
        ],
    ]);
});
