/** What CloudTrail shows as the session of our own calls, by which they are told from others'. */

/** The session in which the deployment uses the role that it assumes in each account. */
export const DEPLOYMENT_SESSION = "security-logging";
/** The session of `npm run verify`. */
export const VERIFICATION_SESSION = "security-logging-verify";
