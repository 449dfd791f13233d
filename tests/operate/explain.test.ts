/** What is said of errors of Pulumi and AWS, from texts as these wrote them. */
import assert from "node:assert/strict";
import { CAUSES } from "../../operate/causes";
import { explain, explainText, knownCause } from "../../operate/explain";
import { PulumiError } from "../../operate/pulumi";

const CALLER = "arn:aws:sts::111111111111:assumed-role/me/session";

/**
 * For each cause what was recorded, and what is said of it. Pulumi's are of its CLI 3.259, AWS's of its SDK, of the pages of
 * the services' errors and of IAM's on access denied.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const RECORDED: Readonly<Record<string, readonly (readonly [text: string, said: RegExp])[]>> = {
    "no pulumi": [["Error: spawn pulumi ENOENT", /^There is no `pulumi` on the PATH\. Install/]],
    "no project": [
        [
            "error: no Pulumi.yaml project file found (searching upwards from /home/me). If you have not created a project yet, use `pulumi new` to do so: no project file found",
            /in no Pulumi project/,
        ],
    ],
    "no stack": [
        ["error: no stack named 'b' found", /^There is no stack b in .*`pulumi stack init b` makes it/],
    ],
    "not logged in": [
        [
            "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
            /`pulumi login`/,
        ],
    ],
    "no passphrase": [
        [
            "error: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
            /which is missing\. Set PULUMI_CONFIG_PASSPHRASE/,
        ],
    ],
    "wrong passphrase": [["error: incorrect passphrase", /is not the passphrase/]],
    locked: [
        [
            "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n  file:///state/.pulumi/locks/organization/security-logging/a/x.json?no_tmp_dir=true: created by root@h (pid 1) at 2026-01-01T00:00:00Z",
            /`pulumi cancel --stack <stack>` removes the lock/,
        ],
    ],
    "half a state": [
        ["error: failed to load checkpoint: place 1: unexpected end of JSON input", /<stack>\.json\.bak/],
    ],
    "no state": [
        [
            'error: unable to open state directory "file:///nope/x": stat /nope/x: no such file or directory',
            /to be in file:\/\/\/nope\/x, which is not there/,
        ],
    ],
    "no profile for the state": [
        [
            'error: unable to open bucket "s3://b?region=us-east-1&awssdk=v2&profile=state": open bucket s3://b?region=us-east-1&awssdk=v2&profile=state: failed to get shared config profile, state',
            /names the profile state,/,
        ],
    ],
    "beyond the plan": [
        [
            "create is not allowed by the plan: no steps were expected for this resource\n",
            /preview --save-plans/,
        ],
    ],
    "pending operations": [
        [
            "Attempting to deploy or update resources with 1 pending operations from previous deployment.\n  * urn:pulumi:a::security-logging::x:y:Z::pend, interrupted while creating\nThese resources are in an unknown state",
            /^1 operations were under way/,
        ],
    ],
    // https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html has the last two.
    "no workgroup": [
        [
            "InvalidRequestException: WorkGroup security-logging-search is not found.",
            /no Athena workgroup security-logging-search .*Deploy the stack/,
        ],
        ["InvalidRequestException: WorkGroup does not exist", /no Athena workgroup of the search/],
    ],
    "bytes limit": [["Bytes scanned limit was exceeded", /search\.scanLimitGigabytes.*fewer days/]],
    "results not writable": [
        [
            "Access denied when writing output to url: s3://results/1.csv . Please ensure you are allowed to access the S3 bucket.",
            /may not write results to s3:\/\/results\. Attach the searchers' policy/,
        ],
        [
            "InvalidRequestException: Unable to verify/create output bucket results",
            /may not write results to results/,
        ],
    ],
    "archive not readable": [
        ["Permission denied on S3 path: s3://archive/AWSLogs/x", /may not read s3:\/\/archive\/AWSLogs\/x,/],
        [
            "com.amazonaws.services.s3.model.AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Proxy: null) (Path: s3://archive/a.gz)",
            /may not read s3:\/\/archive\/a\.gz,/,
        ],
        ["S3Exception: Access Denied", /may not read the log files,/],
    ],
    "role not assumable": [
        [
            `AccessDenied: User: ${CALLER} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/operators`,
            /^arn:aws:sts::1{12}:assumed-role\/me\/session may not assume the role arn:aws:iam::2{12}:role\/operators\. /,
        ],
    ],
    "access denied": [
        [
            `AccessDeniedException: User: ${CALLER} is not authorized to perform: events:PutRule on resource: arn:aws:events:us-east-1:111111111111:rule/x with an explicit deny in a service control policy`,
            /session may not call events:PutRule on arn:aws:events:us-east-1:1{12}:rule\/x\. Use a role that may/,
        ],
        [
            `AccessDenied: User: ${CALLER} is not authorized to perform: sqs:deletemessage on resource: arn:aws:sqs:us-east-1:111111111111:q because no identity-based policy allows the sqs:deletemessage action`,
            /may not call sqs:deletemessage on arn:aws:sqs:us-east-1:1{12}:q \(no identity-based policy allows/,
        ],
        [
            `AccessDeniedException: User: ${CALLER} is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action`,
            /may not call cloudtrail:LookupEvents \(no identity-based policy/,
        ],
    ],
    "expired session": [
        [
            "ExpiredTokenException: The security token included in the request is expired",
            /have expired.*aws sso login/,
        ],
        ["ExpiredToken: The provided token has expired.", /have expired/],
        [
            "CredentialsProviderError: The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.",
            /have expired/,
        ],
    ],
    "wrong clock": [
        [
            "InvalidSignatureException: Signature expired: 20260301T000000Z is now earlier than 20260301T010000Z (20260301T011500Z - 15 min.)",
            /clock/,
        ],
    ],
    "invalid credentials": [
        ["InvalidClientTokenId: The security token included in the request is invalid.", /does not know/],
        [
            "UnrecognizedClientException: The security token included in the request is invalid.",
            /does not know/,
        ],
    ],
    "no credentials": [
        [
            "CredentialsProviderError: Could not load credentials from any providers",
            /--profile or AWS_PROFILE/,
        ],
        [
            "CredentialsProviderError: Could not resolve credentials using profile: [nope] in configuration/credentials file(s).",
            /no credentials for AWS/,
        ],
        [
            'error: read ".pulumi/meta.yaml": blob (key ".pulumi/meta.yaml") (code=Unknown): operation error S3: GetObject, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option, or "AWS_EC2_METADATA_DISABLED" environment variable',
            /no credentials for AWS/,
        ],
    ],
    throttled: [["ThrottlingException: Rate exceeded", /in some minutes/]],
    certificate: [
        ["Error: self-signed certificate in certificate chain", /AWS_CA_BUNDLE/],
        ["Error: unable to get local issuer certificate", /AWS_CA_BUNDLE/],
        [
            'error: performing HTTP request: Get "https://api.pulumi.com/api/user": tls: failed to verify certificate: x509: certificate signed by unknown authority',
            /AWS_CA_BUNDLE/,
        ],
    ],
    "no network": [
        [
            "Error: getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com",
            /^The host sts\.us-east-1\.amazonaws\.com cannot be reached/,
        ],
        ["Error: connect ECONNREFUSED 127.0.0.1:1", /^The host 127\.0\.0\.1 cannot be reached/],
        [
            'error: performing HTTP request: Get "https://api.pulumi.com/api/user": dial tcp: lookup api.pulumi.com on 10.0.0.2:53: no such host',
            /^The host api\.pulumi\.com cannot be reached/,
        ],
        ["TimeoutError: socket hang up", /^A host of AWS or Pulumi cannot be reached/],
    ],
};

describe("a cause of errors", () => {
    it("has a text that was recorded, each of them", () =>
        assert.deepEqual(
            Object.keys(RECORDED),
            CAUSES.map(({ name }) => name),
        ));

    for (const [name, records] of Object.entries(RECORDED)) {
        it(`is known: ${name}`, () => {
            for (const [text, said] of records) {
                const cause = CAUSES.find(({ known }) => known.test(text));
                assert.equal(cause?.name, name, text);
                const sentence = knownCause(text) ?? "";
                assert.match(sentence, said);
                assert.doesNotMatch(sentence, /undefined|\n/);
                // What is wrong, and what to do.
                assert.match(sentence, /\.$/);
            }
        });
    }
});

describe("an explanation", () => {
    it("is of a cause that is known, or the line that Pulumi marks", () => {
        const failed = (output: string) => explain(new PulumiError("pulumi stack ls", output));
        assert.match(failed("warning: x\nerror: incorrect passphrase\n"), /^PULUMI_CONFIG_PASSPHRASE is not/);
        assert.equal(
            failed("warning: x\nerror: the sky fell\n  at y\n"),
            "`pulumi stack ls` failed: the sky fell",
        );
        assert.equal(failed(""), "`pulumi stack ls` failed: it did not say why.");
    });

    it("leaves what we have worded ourselves, whatever it quotes", () => {
        const text = "--role x cannot be assumed (ExpiredToken: The provided token has expired.). List it.";
        assert.equal(explain(new Error(text)), text);
    });

    it("says what AWS calls an error that is not known, without a stack trace", () => {
        const error = Object.assign(new Error("No such thing"), { name: "NoSuchThing", $fault: "client" });
        assert.equal(explain(error), "NoSuchThing: No such thing");
        assert.equal(explainText("NoSuchThing: No such thing"), "NoSuchThing: No such thing");
    });
});
