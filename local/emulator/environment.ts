/** What the environment of a program has to say for its AWS calls to reach the emulator and nothing else. */

/** Moto takes any key it has not handed out itself for one of the management account. AWS knows no such key. */
export const FAKE_CREDENTIALS = {
    accessKeyId: "AKIALOCALEMULATOR000",
    secretAccessKey: "local-emulator",
} as const;

/** The account whose keys FAKE_CREDENTIALS are. */
export const MANAGEMENT_ACCOUNT = "123456789012";

/**
 * Variables that must not be there. A child process is given them empty, which Pulumi and the SDKs take for not set, since
 * what starts it can add variables and take none away; a shell unsets them, because the AWS CLI looks for a profile
 * without a name.
 */
const UNSET = [
    "ALL_PROXY",
    "all_proxy",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ENDPOINT_URL",
] as const;

const LOOPBACK = "localhost,127.0.0.1,::1";

/**
 * Variables that send a program's AWS calls through the emulator's proxy. Whatever of the user's own could lead
 * elsewhere (profiles, keys, endpoints, other proxies) is overridden, so that a local run cannot touch an account.
 * @param authority Path of the emulator's certificate authority. Only programs started with these variables
 *     trust it: its key is public, so it must never be trusted machine-wide.
 */
export function awsEnvironment(port: number, authority: string): Record<string, string> {
    const proxy = `http://127.0.0.1:${port}`;
    return {
        // Some programs read the one spelling first, some the other.
        HTTPS_PROXY: proxy,
        https_proxy: proxy,
        NO_PROXY: LOOPBACK,
        no_proxy: LOOPBACK,
        AWS_CA_BUNDLE: authority,
        NODE_EXTRA_CA_CERTS: authority,
        AWS_ACCESS_KEY_ID: FAKE_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: FAKE_CREDENTIALS.secretAccessKey,
        ...Object.fromEntries(UNSET.map((name) => [name, ""])),
        // Also those of single services, as AWS_ENDPOINT_URL_S3.
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_REGION: "us-east-1",
        AWS_DEFAULT_REGION: "us-east-1",
    };
}
