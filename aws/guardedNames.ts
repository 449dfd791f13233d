/** Beginnings of names that landing zones guard by service control policies, in whatever case, and whose they are. */
const GUARDED = {
    // https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html
    "aws-controltower": "AWS Control Tower",
    awscontroltower: "AWS Control Tower",
    // CloudFormation's roles for StackSets, which Control Tower guards with its own.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-activate-trusted-access.html
    "stacksets-exec-": "CloudFormation",
    // https://docs.aws.amazon.com/solutions/latest/landing-zone-accelerator-on-aws/solution-overview.html
    awsaccelerator: "Landing Zone Accelerator",
    "aws-accelerator": "Landing Zone Accelerator",
} as const;

/** What is wrong with a name that begins as those of a landing zone do; undefined for any other. */
export function guardedNameMistake(name: string): string | undefined {
    const found = Object.entries(GUARDED).find(([start]) => name.toLowerCase().startsWith(start));
    return (
        found &&
        `names that start with "${found[0]}" are those of ${found[1]}, and the policies of landing zones deny everyone else to ` +
            "make or change what is called so. Choose another."
    );
}
