/** The settings of the bootstrap: those that it has in common with the stacks are the stacks' own, by the same keys. */
import { partitionOf } from "../../aws/regions";
import type { Partition } from "../../aws/arn";
import { targetArn, targetArnMistake } from "../../aws/targetArn";
import { redeployName } from "./redeployment";
import { DEPLOYMENT_OPTIONS } from "./roles/permissionsArgs";
import { deployerTrust, MAX_TRUST_LENGTH, trustOfPrincipals, type Deployer } from "./roles/trust";
import { SettingsError, writtenUnder } from "../../settings";
import { DEPLOYMENT_KINDS, DEPLOYMENT_OPERATIONS, stateWriterName } from "../../settings/access";
import {
    contradictionsBy,
    reportDuplicates,
    reportForeignPrincipals,
    type Report,
    type Sound,
} from "../../settings/base/contradictions";
import { flag, list, matching, oneOf, section, text } from "../../settings/base/fields";
import { parse } from "../../settings/base/parse";
import { accountId, identityCenterRoleMistake, roleName } from "../../settings/base/values";
import { defaultArchiveBucket } from "../../settings/archive";
import { checkOrganization } from "../../settings/organization";
import { fields as stackFields } from "../../settings/schema";
import { defaultTrailName } from "../../settings/trail";
import type { z } from "zod";

/** The namespace of the bootstrap's keys in Pulumi.<stack>.yaml: its project's name. */
const NAMESPACE = "security-logging-bootstrap";

const {
    organization,
    homeRegion,
    namePrefix,
    tags,
    access,
    trail,
    archive,
    bus,
    members,
    publicAccessBlock,
} = stackFields.shape;

const DEPLOYERS = ["pulumi-deployments", "pulumi-esc", "github"] as const;

const NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** A name that AWS is to trust: whole, or who may make something of such a name would get in. */
const exactName = (pattern: RegExp, right: string) =>
    text(right, (value) =>
        value.includes("*")
            ? 'a name in full. "*" would trust whatever somebody makes of such a name: Pulumi takes new stacks and ' +
              "environments from every member with the right to make them, and GitHub makes an environment, which " +
              "nobody protects, when a job first names it. Write each name."
            : pattern.test(value)
              ? undefined
              : right,
    );

const deployer = section(
    {
        /**
         * Who runs Pulumi: Pulumi Deployments, anything that opens a Pulumi ESC environment, or GitHub Actions. It
         * decides which identity provider is trusted, and by which claims.
         */
        kind: oneOf(DEPLOYERS, "It says whose tokens AWS is to trust."),
        /** The Pulumi organization, for both Pulumi kinds. Upper and lower case matter. */
        organization: matching(NAME, "the name of your Pulumi organization.").exactOptional(),
        /**
         * The Pulumi project of the stacks, or the ESC project of their environments.
         * @default "security-logging"
         */
        project: matching(NAME, "the name of a Pulumi project.").exactOptional(),
        /**
         * The GitHub repository. GitHub puts immutable ids into the tokens of repositories made or renamed since
         * July 2026 and of those that opted in: write those as "owner@1234/repository@5678".
         */
        repository: matching(
            /^[A-Za-z0-9_.-]+(@\d+)?\/[A-Za-z0-9_.-]+(@\d+)?$/,
            'a GitHub repository, as "owner/repository" or "owner@1234/repository@5678".',
        ).exactOptional(),
        /**
         * The branch whose runs, such as scheduled ones, may look as pull requests may.
         * @default "main"
         */
        branch: exactName(/^[A-Za-z0-9_./-]{1,200}$/, "the name of a branch.").exactOptional(),
        /**
         * The GitHub environment that updates run in. Protect it: who may run a job there may deploy.
         * @default one for each stack, named as the stack
         */
        environment: exactName(
            /^[A-Za-z0-9_. -]{1,200}$/,
            "the name of a GitHub environment.",
        ).exactOptional(),
    },
    "it holds kind, and organization or repository.",
);

const stackNames = list(
    exactName(/^[A-Za-z0-9_.-]{1,100}$/, "the name of a stack, at most 100 letters, digits, and ._-."),
    "a list of names of stacks.",
).min(1, "a list of at least one name.");

const stacks = section(
    {
        /** @default ["logging"] */
        logging: stackNames.default(["logging"]),
        /** @default ["management"] */
        management: stackNames.default(["management"]),
        /** @default ["security"] */
        security: stackNames.default(["security"]),
        /** Every members stack. No default, because there are as many as you want, by names of yours. */
        members: stackNames,
    },
    "it holds the names of the stacks of each role: logging, management, security, members.",
);

const OPERATOR =
    'the ARN of an IAM role or user without wildcards, e.g. "arn:aws:iam::111122223333:role/Operator".';

const operatorMistake = (principal: string): string | undefined =>
    /^arn:(aws|aws-us-gov|aws-cn):iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(principal)
        ? identityCenterRoleMistake(principal)
        : OPERATOR;

const fields = section(
    {
        /** The organization and its three core accounts, as in the stacks' settings. */
        organization: section(
            {
                id: organization.shape.id.unwrap(),
                managementAccount: organization.shape.managementAccount.unwrap(),
                loggingAccount: organization.shape.loggingAccount,
                securityAccount: organization.shape.securityAccount,
            },
            "it holds id, managementAccount, loggingAccount and securityAccount.",
        ),
        /** As in the stacks' settings. */
        homeRegion,
        /** As in the stacks' settings; the roles' names start with it too. @default "security-logging" */
        namePrefix,
        /** How the bootstrap itself gets into the core accounts, as in the stacks' settings. */
        access: section(
            {
                roleName: access.unwrap().shape.roleName,
                callerAccount: access.unwrap().shape.callerAccount,
            },
            "it holds roleName and callerAccount.",
        ).prefault({}),
        /** Who deploys the stacks. */
        deployer,
        /** Which stacks each role may be assumed for, by their names. */
        stacks,
        /**
         * Whether to make the deployer's identity provider in the core accounts, or trust the one that they have.
         * @default "make"
         */
        identityProvider: oneOf(["make", "existing"], "AWS takes one an account and issuer.").default("make"),
        /** The units whose accounts get roles by a StackSet. @default none: core accounts only */
        members: section(
            { organizationalUnits: members.unwrap().shape.organizationalUnits },
            "it holds organizationalUnits.",
        ).prefault({}),
        /** The trail's name where the stacks' settings give one. @default "<namePrefix>-trail" */
        trail: section({ name: trail.unwrap().shape.name }, "it holds name.").prefault({}),
        /** The archive's bucket, and the alias of its key, where the stacks' settings name them. @default as there */
        archive: section(
            {
                bucketName: archive.unwrap().shape.bucketName,
                keyAlias: archive.unwrap().shape.keyAlias,
            },
            "it holds bucketName and keyAlias.",
        ).prefault({}),
        /** The central bus's name where the stacks' settings give one. @default "security-events" */
        bus: section({ name: bus.unwrap().shape.name }, "it holds name.").prefault({}),
        /**
         * What the stacks' settings turn on and takes rights of its own: `search`, `notifications`, `cloudWatchLogs`,
         * `heartbeat`, and `targets` of the bus other than queues. The roles get rights for nothing else.
         * @default ["search"] because it is what the stacks have on by default
         */
        options: list(
            oneOf(DEPLOYMENT_OPTIONS, "It is a part of the stacks' settings that takes rights of its own."),
            "a list of what the stacks' settings turn on.",
        ).default(["search"]),
        /**
         * ARNs of what is there already and the stacks deliver to: by `existing` targets of the bus, in the security
         * account, or by `cloudWatchLogs.subscription`, in the management account. The roles reach no others.
         * @default none
         */
        existingTargets: list(
            text("the ARN of something that is delivered to.", targetArnMistake),
            "a list of ARNs of what is delivered to.",
        ).default([]),
        /**
         * Which core accounts S3's public access is blocked for as a whole: the roles may not, since IAM cannot tell
         * blocking from opening. Turned off later, the block stays as it is.
         */
        publicAccessBlock: section(
            {
                /** @default true because the logging account has nothing but logs */
                loggingAccount: publicAccessBlock.unwrap().shape.loggingAccount.unwrap().default(true),
                /** @default false because others may have buckets there too */
                securityAccount: publicAccessBlock.unwrap().shape.securityAccount,
            },
            "it holds loggingAccount and securityAccount.",
        ).prefault({}),
        /** Who verifies, looks up and replays, by a role of their own. */
        operators: section(
            {
                /**
                 * ARNs of the IAM roles and users of the organization that may assume the operators' role, each with its
                 * path: IAM Identity Center's roles have one.
                 * @default none: there is no such role
                 */
                principals: list(
                    text(OPERATOR, operatorMistake),
                    "a list of ARNs of roles and users.",
                ).default([]),
            },
            "it holds principals.",
        ).prefault({}),
        /**
         * The bucket and the key of the stacks' state, where Pulumi Cloud does not have it. The bootstrap makes a role in
         * their account that reads it for previews, and one for each stack that writes its state for updates.
         * @default no such roles
         */
        state: section(
            {
                /** The account of both. Best none of the core accounts, of which the state tells. */
                account: accountId,
                bucketName: archive.unwrap().shape.bucketName.unwrap(),
                keyArn: matching(
                    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
                    "the ARN of a key of KMS, no alias.",
                ),
            },
            "it holds account, bucketName and keyArn.",
        ).exactOptional(),
        /**
         * Whether Pulumi Deployments updates the members stacks when an account comes, moves or turns a region on. Turn it on once the
         * security stack is deployed: it puts rules on the central bus. For the deployer "pulumi-deployments" alone.
         * @default false because it takes a token of Pulumi Cloud
         */
        redeploy: flag("whether deployments of the members stacks are started by what comes.").default(false),
        /**
         * An access token of Pulumi Cloud that may deploy the members stacks, and best nothing else, as a secret:
         * `pulumi config set --secret security-logging-bootstrap:redeployToken`.
         * @default none
         */
        redeployToken: text("an access token of Pulumi Cloud.", (value) =>
            value.trim() === "" || /\s/.test(value)
                ? "an access token of Pulumi Cloud, without spaces."
                : undefined,
        ).exactOptional(),
        /** Tags for every resource that takes them. @default none */
        tags,
    },
    "an object of settings.",
);

type Fields = z.output<typeof fields>;

/** The settings of the bootstrap, valid as a whole, with every default filled in. */
export interface BootstrapSettings extends Omit<Fields, "deployer" | "trail" | "archive"> {
    readonly partition: Partition;
    readonly deployer: Deployer;
    readonly trail: { readonly name: string };
    readonly archive: { readonly bucketName: string; readonly keyAlias?: string };
}

const schema = fields.superRefine(
    contradictionsBy<Sound<Fields>>([
        checkOrganization,
        deployers,
        escProject,
        existingTargets,
        operators,
        stateBucket,
        redeployment,
    ]),
    {
        when: () => true,
    },
);

/** Reports operators that are listed twice, and those of another partition. */
function operators({ operators: given, homeRegion: here }: Sound<Fields>, report: Report): void {
    const path = ["operators", "principals"];
    reportDuplicates(report, path, given?.principals);
    reportForeignPrincipals(report, path, given?.principals, here, "can assume a role");
}

/** The roles of another account would not reach it, and neither would the bus or the log group. */
function existingTargets(
    { existingTargets: given, homeRegion: here, organization: accounts }: Sound<Fields>,
    report: Report,
): void {
    const { securityAccount, managementAccount } = accounts ?? {};
    if (here === undefined || securityAccount === undefined || managementAccount === undefined) {
        return;
    }
    given?.forEach((arn, index) => {
        if (arn === undefined) {
            return;
        }
        const { region, account } = targetArn(arn);
        report(
            ["existingTargets", index],
            arn,
            region === here && [securityAccount, managementAccount].includes(account)
                ? undefined
                : `what is delivered to is in homeRegion "${here}", in the account of the bus ("${securityAccount}") or ` +
                      `of the trail's log group ("${managementAccount}"). Name something there.`,
        );
    });
}

const KEYS_OF: Readonly<Record<(typeof DEPLOYERS)[number], { needed: string; optional: readonly string[] }>> =
    {
        "pulumi-deployments": { needed: "organization", optional: ["project"] },
        "pulumi-esc": { needed: "organization", optional: ["project"] },
        github: { needed: "repository", optional: ["branch", "environment"] },
    };

/** Each kind has keys of its own: one of another kind would silently do nothing. */
function deployers({ deployer: given }: Sound<Fields>, report: Report): void {
    const { kind, ...others } = given ?? {};
    if (kind === undefined) {
        return;
    }
    const { needed, optional } = KEYS_OF[kind];
    if (!(needed in others)) {
        report(
            ["deployer", needed],
            undefined,
            `the kind "${kind}" needs it, or AWS would trust the tokens of all its users.`,
        );
    }
    for (const [key, value] of Object.entries(others)) {
        if (key !== needed && !optional.includes(key)) {
            report(["deployer", key], value, `the kind "${kind}" has no such key. Leave it out.`);
        }
    }
}

/**
 * Environments of the project `default` have other subjects and another audience.
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/
 */
function escProject({ deployer: given }: Sound<Fields>, report: Report): void {
    if (given?.kind === "pulumi-esc" && given.project === "default") {
        report(
            ["deployer", "project"],
            given.project,
            'tokens of environments in ESC\'s project "default" do not tell the project. Make them in another.',
        );
    }
}

/** Roles that nobody comes in by would only be in the way, and a key elsewhere would not let them use it by their own policies. */
function stateBucket({ deployer: given, state }: Sound<Fields>, report: Report): void {
    if (state === undefined) {
        return;
    }
    if (given?.kind === "pulumi-deployments") {
        report(["state"], state, "Pulumi Deployments has the state in Pulumi Cloud. Leave it out.");
    }
    const { account, keyArn } = state;
    if (account !== undefined && keyArn !== undefined && keyArn.split(":")[4] !== account) {
        report(["state", "keyArn"], keyArn, `state.account is "${account}". Name a key of this account.`);
    }
}

/** Reports deployments that nothing could start, and rules whose names would be too long. */
function redeployment(
    { deployer: given, redeploy, redeployToken, namePrefix: prefix, stacks: names }: Sound<Fields>,
    report: Report,
): void {
    if (redeploy !== true) {
        return;
    }
    if (given?.kind !== undefined && given.kind !== "pulumi-deployments") {
        report(["redeploy"], true, `the deployer "${given.kind}" has no deployments to start. Leave it out.`);
    } else if (redeployToken === undefined) {
        report(
            ["redeployToken"],
            undefined,
            `redeploy needs it. Set it by "pulumi config set --secret ${NAMESPACE}:redeployToken".`,
        );
    }
    names?.members?.forEach((stack, index) => {
        if (
            stack !== undefined &&
            prefix !== undefined &&
            redeployName(prefix, stack).length > MAX_RULE_NAME
        ) {
            report(
                ["stacks", "members", index],
                stack,
                `with redeploy, "${redeployName(prefix, stack)}" names a rule, which takes ${MAX_RULE_NAME} characters. Name ` +
                    "the stack shorter.",
            );
        }
    });
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const MAX_RULE_NAME = 64;

/** By which the engine tells a program the keys of its config that are secrets. */
const SECRET_KEYS_VARIABLE = "PULUMI_CONFIG_SECRET_KEYS";

/** @throws SettingsError with every mistake at once, and for a token that is not encrypted */
export function readBootstrapSettings(): BootstrapSettings {
    const settings = parseBootstrapSettings(writtenUnder(NAMESPACE, "docs/gitops.md"));
    refusePlainToken(settings, process.env[SECRET_KEYS_VARIABLE]);
    return settings;
}

/**
 * A token in plain text is everybody's who can read the repository.
 * @param secretKeys as JSON, the keys that are secrets, or null where there is none
 * @throws SettingsError if it is none of them
 */
export function refusePlainToken(
    { redeployToken }: Pick<BootstrapSettings, "redeployToken">,
    secretKeys = "null",
): void {
    const key = `${NAMESPACE}:redeployToken`;
    const secrets = (JSON.parse(secretKeys) as readonly string[] | null) ?? [];
    if (redeployToken !== undefined && !secrets.includes(key)) {
        throw new SettingsError([
            `redeployToken is in plain text. Set it by "pulumi config set --secret ${key}", which encrypts it, and have ` +
                "Pulumi Cloud revoke this one.",
        ]);
    }
}

/**
 * Settings as written to settings that are valid as a whole.
 * @throws SettingsError with every mistake at once
 */
export function parseBootstrapSettings(raw: Record<string, unknown>): BootstrapSettings {
    const given = parse(schema, raw);
    const settings = {
        ...given,
        partition: partitionOf(given.homeRegion),
        deployer: deployerOf(given.deployer),
        trail: { name: defaultTrailName(given), ...given.trail },
        archive: { bucketName: defaultArchiveBucket(given), ...given.archive },
    };
    const mistakes = [
        ...tooManyStacks(settings),
        ...tooLongStackNames(settings),
        ...tooManyOperators(settings),
    ];
    if (mistakes.length > 0) {
        throw new SettingsError(mistakes);
    }
    return settings;
}

/** A role's trust names each of its stacks, and AWS takes only so much of it. */
function tooManyStacks(settings: BootstrapSettings): readonly string[] {
    const ofKinds = DEPLOYMENT_KINDS.map(
        (kind) => [`stacks.${kind}`, settings.stacks[kind], DEPLOYMENT_OPERATIONS] as const,
    );
    // Each stack's state is written by a role of its own.
    const together =
        settings.state === undefined
            ? []
            : [["stacks", Object.values(settings.stacks).flat(), ["preview"]] as const];
    return [...ofKinds, ...together].flatMap(([key, names, operations]) => {
        const longest = Math.max(
            ...operations.map(
                (operation) =>
                    JSON.stringify(
                        deployerTrust({
                            ...settings,
                            account: settings.organization.managementAccount,
                            operation,
                            stacks: names,
                        }),
                    ).length,
            ),
        );
        return longest <= MAX_TRUST_LENGTH
            ? []
            : [
                  `${key} has ${names.length} names: a role that trusts them all would have a trust policy of ` +
                      `${longest} characters, and AWS takes ${MAX_TRUST_LENGTH}. Name fewer: a members stack can have many ` +
                      "units and accounts.",
              ];
    });
}

/** The role that writes a stack's state has the stack's name in its own. */
function tooLongStackNames({
    state,
    stacks: given,
    namePrefix: prefix,
}: BootstrapSettings): readonly string[] {
    return state === undefined
        ? []
        : DEPLOYMENT_KINDS.flatMap((kind) =>
              given[kind].flatMap((stack, index) => {
                  const writer = stateWriterName(prefix, stack);
                  return roleName.safeParse(writer).success
                      ? []
                      : [
                            `stacks.${kind}[${index}] is "${stack}": the role that writes its state would be called ` +
                                `"${writer}", and IAM takes at most 64 characters. Name the stack, or namePrefix, shorter.`,
                        ];
              }),
          );
}

/** As {@link tooManyStacks}, of the operators' role. */
function tooManyOperators({
    partition,
    organization,
    operators: { principals },
}: BootstrapSettings): readonly string[] {
    const { length } = JSON.stringify(
        trustOfPrincipals("OperatorsAssumeRole", principals, { partition, organizationId: organization.id }),
    );
    return length <= MAX_TRUST_LENGTH
        ? []
        : [
              `operators.principals has ${principals.length} ARNs: a role that trusts them all would have a trust policy of ` +
                  `${length} characters, and AWS takes ${MAX_TRUST_LENGTH}. Name fewer: let operators share a role.`,
          ];
}

/** What the kind needs is there: `deployers` refuses settings without. */
function deployerOf(given: Fields["deployer"]): Deployer {
    const { kind, organization: pulumiOrganization = "", repository = "", ...rest } = given;
    return kind === "github"
        ? { kind, repository, branch: "main", ...rest }
        : { kind, organization: pulumiOrganization, project: "security-logging", ...rest };
}
