/**
 * What Pulumi and AWS say when something is wrong that is not the program's to mend, and what to say of it. One after the
 * other is tried: what is more particular stands first.
 */

/** A cause of an error. */
export interface Cause {
    /** What it is called in tests. */
    readonly name: string;
    /** How it is known, in the text of the error or in what `pulumi` said. */
    readonly known: RegExp;
    /** What to say, with the groups of the match. */
    readonly say: (...groups: readonly (string | undefined)[]) => string;
}

/** Where temporary credentials come from again. */
const ANEW = "Get new ones, e.g. by `aws sso login`, and run this again.";

export const CAUSES: readonly Cause[] = [
    {
        name: "no pulumi",
        known: /spawn pulumi ENOENT/,
        say: () =>
            "There is no `pulumi` on the PATH. Install the Pulumi CLI: https://www.pulumi.com/docs/install/.",
    },
    {
        name: "no project",
        known: /no Pulumi\.yaml project file found/,
        say: () => "This folder is in no Pulumi project. Run this in the folder that has Pulumi.yaml.",
    },
    {
        name: "no stack",
        known: /no stack named '([^']*)' found/,
        say: (stack = "") =>
            `There is no stack ${stack} in the state that \`pulumi\` is logged in to. \`pulumi stack ls\` lists those there are, ` +
            `\`pulumi stack init ${stack}\` makes it.`,
    },
    {
        name: "not logged in",
        known: /PULUMI_ACCESS_TOKEN must be set for login|invalid access token/,
        say: () =>
            "`pulumi` is not logged in. Run `pulumi login`, with the URL of the bucket where the state is kept in one, or set " +
            "PULUMI_BACKEND_URL or PULUMI_ACCESS_TOKEN.",
    },
    {
        name: "no passphrase",
        known: /passphrase must be set with PULUMI_CONFIG_PASSPHRASE/,
        say: () =>
            "The stack's secrets are encrypted by a passphrase, which is missing. Set PULUMI_CONFIG_PASSPHRASE, or " +
            "PULUMI_CONFIG_PASSPHRASE_FILE to a file that has it.",
    },
    {
        name: "wrong passphrase",
        known: /incorrect passphrase/,
        say: () =>
            "PULUMI_CONFIG_PASSPHRASE is not the passphrase that the stack's secrets were encrypted by. Set the right one.",
    },
    {
        name: "locked",
        known: /the stack is currently locked by|Another update is currently in progress/,
        say: () =>
            "Another run of Pulumi has the stack, or one was killed and left its lock. Wait for it; if none is running, " +
            "`pulumi cancel --stack <stack>` removes the lock, and this can be run again.",
    },
    {
        name: "half a state",
        known: /failed to load checkpoint/,
        say: () =>
            "The stack's state cannot be read: a run was killed while it wrote it. In a folder, the state before lies beside " +
            "it, as <stack>.json.bak (docs/operate.md).",
    },
    {
        name: "no state",
        known: /unable to open state directory "([^"]*)"/,
        say: (url = "") =>
            `The state is to be in ${url}, which is not there. Make the folder, or name another by PULUMI_BACKEND_URL or ` +
            "`pulumi login`.",
    },
    {
        name: "no profile for the state",
        known: /unable to open bucket .*failed to get shared config profile, ([^\s:]+)/,
        say: (profile = "") =>
            `The URL of the state names the profile ${profile}, which the AWS configuration does not have. Make it: docs/gitops.md.`,
    },
    {
        name: "beyond the plan",
        known: /is not allowed by the plan|violates plan/,
        say: () =>
            "The deployment would do more than its plan. Make a new one by `npx security-logging preview --save-plans`, read it, " +
            "and deploy by that.",
    },
    {
        name: "pending operations",
        known: /Attempting to deploy or update resources with (\d+) pending operations/,
        say: (count = "") =>
            `${count} operations were under way when an earlier run was killed. This run goes on, and forgets them; what it then ` +
            'says exists already is taken over as docs/operate.md has it, under "When `up` was interrupted".',
    },
    {
        name: "no workgroup",
        known: /[Ww]ork[Gg]roup (?:(\S+) )?(?:is|was) not found|WorkGroup does not exist/,
        say: (workgroup = "of the search") =>
            `There is no Athena workgroup ${workgroup} in the logging account. Deploy the stack of role logging or organization ` +
            "with search.enabled, or name by --role a role of that account.",
    },
    {
        name: "bytes limit",
        known: /[Bb]ytes scanned limit/,
        say: () =>
            "It reached the most that a query may scan (search.scanLimitGigabytes). Ask about fewer days, or raise the limit.",
    },
    {
        name: "results not writable",
        known: /[Aa]ccess denied when writing output to url: (s3:\/\/[^\s/]+)|Unable to verify\/create output bucket (\S+)/,
        say: (location, bucket) =>
            `The caller may not write results to ${location ?? bucket ?? ""}. Attach the searchers' policy to their role (output ` +
            "searchPolicyArn), which has what it takes of the bucket and of its key.",
    },
    {
        name: "archive not readable",
        known: /Permission denied on S3 path: (s3:\/\/\S+)|S3Exception: Access Denied(?:[^\n]*?Path: (s3:\/\/[^\s)]+))?/,
        say: (path, file) =>
            `The caller may not read ${path ?? file ?? "the log files"}, or not decrypt it. Attach the searchers' policy to their ` +
            "role (output searchPolicyArn); of a key in another account, its owner has to let the role in. " +
            "`npx security-logging why` says which document is missing what.",
    },
    {
        name: "role not assumable",
        known: /(?:User: (\S+) )?is not authorized to perform: sts:(?:AssumeRole|TagSession) on resource: ([^\s,)]+)/,
        say: (caller = "The caller", role = "") =>
            `${caller} may not assume the role ${role}. The role has to be there and its trust to name the caller, whose own ` +
            "policies have to allow it. Name another role by --role, or in the settings by access.roleName.",
    },
    {
        name: "access denied",
        known: /(?:User: (\S+) )?is not authorized to perform: ([\w:-]+\w)(?: on resource: ([^\s,)]+))?(?:[^\n]*? because ([^\n.]+?)(?: *\(|\.|$))?/m,
        say: (caller = "The caller", action = "", resource, because) =>
            `${caller} may not call ${action}${resource === undefined ? "" : ` on ${resource}`}` +
            `${because === undefined ? "" : ` (${because.trim()})`}. Use a role that may, by --role or --profile: ` +
            "docs/deployment-roles.md has what each may.",
    },
    {
        name: "expired session",
        known: /ExpiredToken|security token included in the request is expired|SSO session (?:associated with this profile )?has expired|Token is expired|token has expired/,
        say: () => `The credentials have expired. ${ANEW}`,
    },
    {
        name: "wrong clock",
        known: /RequestTimeTooSkewed|Signature expired|Signature not yet current/,
        say: () => "AWS refuses the time of this machine's clock. Set the clock, and run this again.",
    },
    {
        name: "invalid credentials",
        known: /InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidAccessKeyId|AuthFailure/,
        say: () =>
            "AWS does not know the credentials, or they are of another partition. Look at AWS_PROFILE, --profile and the " +
            "AWS_ variables of the environment: `aws sts get-caller-identity` tells whose they are.",
    },
    {
        name: "no credentials",
        known: /Could not load credentials from any providers|Could not resolve credentials using profile|No valid credential sources found|failed to refresh cached credentials|NoCredentialProviders|The SSO session (?:token )?associated/,
        say: () =>
            "There are no credentials for AWS. Name a profile by --profile or AWS_PROFILE, and sign in if it needs that " +
            "(`aws sso login`).",
    },
    {
        name: "throttled",
        known: /ThrottlingException|Rate exceeded|TooManyRequestsException|RequestLimitExceeded/,
        say: () => "AWS takes no more calls for a while. Run this again in some minutes.",
    },
    {
        name: "certificate",
        known: /self[- ]signed certificate|unable to (?:get local issuer|verify the first) certificate|certificate signed by unknown authority|UNABLE_TO_\w+/,
        say: () =>
            "The connection is signed by an authority that is not known here, as that of a proxy. Set AWS_CA_BUNDLE to a file " +
            "with its certificate.",
    },
    {
        name: "no network",
        known: /(?:getaddrinfo \w+|connect (?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)|dial tcp: lookup) ([^\s:]+)|dial tcp|socket hang up|ECONNRESET|ETIMEDOUT|i\/o timeout/,
        say: (host) =>
            `${host === undefined ? "A host of AWS or Pulumi" : `The host ${host}`} cannot be reached. Look at the network, and ` +
            "at HTTPS_PROXY and NO_PROXY where there is a proxy.",
    },
];
