/** The longest name a trail can have, in characters. */
const MAX_TRAIL_NAME_LENGTH = 128;

/**
 * What is wrong with the name of a trail, or undefined if CloudTrail accepts it.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
 */
export function trailNameMistake(name: string): string | undefined {
    if (name.length < 3 || name.length > MAX_TRAIL_NAME_LENGTH) {
        return `a trail's name has 3 to ${MAX_TRAIL_NAME_LENGTH} characters, this one ${name.length}.`;
    }
    if (!/^[A-Za-z0-9._-]+$/.test(name)) {
        return "a trail's name has only ASCII letters, digits, periods, underscores and dashes.";
    }
    if (!/^[A-Za-z0-9].*[A-Za-z0-9]$/.test(name)) {
        return "a trail's name starts and ends with a letter or a digit.";
    }
    if (/[._-]{2}/.test(name)) {
        return "a trail's name has no two of period, underscore and dash next to each other.";
    }
    if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
        return "a trail's name cannot look like an IP address.";
    }
    return undefined;
}
