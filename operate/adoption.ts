/** Takes what is there already into the states of the stacks, so that this program manages it from then on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { GetKeyPolicyCommand, KMSClient, ListAliasesCommand } from "@aws-sdk/client-kms";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { type Document, parseDocument, stringify } from "yaml";
import { archiveBucketPolicy } from "../documents/archiveBucket";
import { trailKeyPolicy } from "../documents/trailKey";
import { hasOrganization, names, PROJECT, type Settings, settingsFromConfig, trailsOf } from "../settings";
import type { Role } from "../settings/stacks";
import { idOf, isAdoptable, NotAdoptable, type Planned } from "./adoptionIds";
import {
    type AdoptedSettings,
    adoptedNames,
    adoptionMistakes,
    keptStatements,
    type OthersStatement,
    type OwnStatements,
    statementFindings,
    type TrailLook,
} from "./adoptionSettings";
import { type Adopted, adoptedBy, keyOfStep, nameIn, refusals, withIds } from "./adoptionSteps";
import { type ClientOptions, clientOptions } from "./clients";
import { chosenFiles } from "./chosenStacks";
import { deploymentOrder } from "./deployment";
import type { Finding } from "./finding";
import { reasonOf } from "./flow";
import { projectFolder } from "./projectFolder";
import { listedStacks, runPulumi } from "./pulumi";
import { type ImportFile, importArguments, Rehearsal, type Step } from "./rehearsal";
import { placeInFile, shortName, stacksWithFiles } from "./stackFile";
import { say } from "./tell";
import { UsageError } from "./usageError";

/** What an adoption is told. */
export interface AdoptionOptions {
    /** @default the stacks that make trail and archive */
    readonly stack?: readonly string[];
    /** The ARN of a trail: the settings are written by it. @default the settings name what is there already */
    readonly trail?: string;
    /** Whether it is done, and not only shown. */
    readonly yes?: boolean;
}

/** What an adoption means for a stack. */
export interface StackAdoption {
    readonly stack: string;
    readonly role: string;
    readonly adopted: readonly Adopted[];
    /** What the next deployment makes besides, by type and number. */
    readonly made: Readonly<Record<string, number>>;
    /** Why nothing is imported; none where it can be. */
    readonly refused: readonly string[];
    /** Why it cannot be told yet; undefined where it can. */
    readonly waits: string | undefined;
}

export interface Adoption {
    readonly findings: readonly Finding[];
    /** What is written into the stacks' files, as YAML by stack. */
    readonly settings: Readonly<Record<string, string>>;
    readonly stacks: readonly StackAdoption[];
    /** Whether the settings were written and the states changed. */
    readonly done: boolean;
}

/** The roles of the stacks that make what one has already. */
const ROLES: readonly Role[] = ["organization", "logging", "management"];

/** The name that the program gives the archive's key: stacks/logging.ts. */
const ARCHIVE_KEY = "archive-key-key";

/** A stack's file, and what it is to be. */
interface StackFile {
    readonly name: string;
    readonly path: string;
    readonly document: Document;
    readonly role: string;
}

/**
 * Rehearses the import of all that the stacks would make and that is there already, in copies of their states. Where nothing
 * would be replaced or deleted and `yes` is said, the settings are written and the states take it in. Nothing in AWS is changed.
 * @param clients by what credentials; by default as the program gets into each account
 * @throws Error if something cannot be told, SettingsError if the settings would not be valid
 */
export async function adopt(options: AdoptionOptions, clients?: ClientOptions): Promise<Adoption> {
    const folder = projectFolder();
    const chosen = chosenFiles(options.stack, ROLES, folder);
    const files = filesIn(folder);
    const first = files.find(({ name }) => chosen.map(shortName).includes(name));
    if (first === undefined) {
        throw new UsageError(
            `no stack of role ${ROLES.join(", ")} has a file in ${folder}: write the stacks' files first (docs/production.md).`,
        );
    }
    const findings: Finding[] = [];
    let keyArn: string | undefined;
    if (options.trail !== undefined) {
        const { look, found: said } = await written(files, settingsOf(first), options.trail, clients);
        keyArn = look.key?.arn;
        findings.push(...said);
        if (findings.some(({ weight }) => weight === "mistake")) {
            return { findings, settings: {}, stacks: [], done: false };
        }
    }
    const rehearsed: (StackAdoption & { readonly importFile: ImportFile })[] = [];
    for (const stack of await inOrder(chosen, folder)) {
        const file = files.find(({ name }) => name === shortName(stack));
        if (file !== undefined) {
            say(`${stack}: rehearsing in a copy of its state.`);
            rehearsed.push(await rehearse(stack, file, folder, keyArn, clients));
        }
    }
    const stacks = rehearsed.map(({ importFile: _, ...adoption }) => adoption);
    const refused = stacks.some((stack) => stack.refused.length > 0);
    const done = options.yes === true && !refused;
    if (done) {
        for (const { path: name, document } of files) {
            writeFileSync(name, document.toString({ lineWidth: 0 }));
        }
        for (const { stack, adopted, importFile } of rehearsed.filter((each) => each.adopted.length > 0)) {
            say(`${stack}: importing ${adopted.length} resources into its state.`);
            await importInto(stack, importFile, folder);
        }
    }
    const settings = options.trail === undefined ? {} : Object.fromEntries(files.map(sections));
    return { findings, settings, stacks, done };
}

function filesIn(folder: string): readonly StackFile[] {
    return stacksWithFiles(folder).flatMap((name) => {
        const place = placeInFile(name, folder);
        const file = path.join(folder, `Pulumi.${name}.yaml`);
        return place === undefined
            ? []
            : [{ name, path: file, document: parseDocument(readFileSync(file, "utf8")), role: place.role }];
    });
}

/** The stack's config as its document has it, by full keys. */
const configOf = ({ document }: StackFile): Readonly<Record<string, unknown>> =>
    (document.toJS() as { readonly config?: Readonly<Record<string, unknown>> }).config ?? {};

const settingsOf = (file: StackFile): Settings =>
    settingsFromConfig(
        Object.fromEntries(
            Object.entries(configOf(file)).map(([key, value]) => [
                key,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        ),
    );

const TRAIL = `${PROJECT}:trail`;
const ARCHIVE = `${PROJECT}:archive`;

/** What was written of trail and archive, as YAML. */
function sections(file: StackFile): readonly [string, string] {
    const { [TRAIL]: trail, [ARCHIVE]: archive } = configOf(file);
    return [file.name, stringify({ config: { [TRAIL]: trail, [ARCHIVE]: archive } })];
}

function write({ document }: StackFile, adopted: Partial<AdoptedSettings>): void {
    for (const [section, values] of Object.entries(adopted)) {
        for (const [key, value] of Object.entries(values)) {
            const place = ["config", `${PROJECT}:${section}`, key];
            if (value === undefined || (Array.isArray(value) && value.length === 0)) {
                if (document.hasIn(place)) {
                    document.deleteIn(place);
                }
            } else {
                document.setIn(place, document.createNode(value));
            }
        }
    }
}

/** Writes the names, and the statements of others, of a trail and of what it delivers to into all documents. */
async function written(
    files: readonly StackFile[],
    settings: Settings,
    trailArn: string,
    given: ClientOptions | undefined,
): Promise<{ readonly look: TrailLook; readonly found: readonly Finding[] }> {
    if (!hasOrganization(settings)) {
        throw new UsageError("--trail is of an organization, and trail.scope is account.");
    }
    const clients = given ?? (await clientOptions(settings));
    const look = await lookAt(settings, trailArn, clients);
    const { managementAccount, loggingAccount } = settings.organization;
    const owners = { managementAccount, loggingAccount, homeRegion: settings.homeRegion };
    const findings = [...adoptionMistakes(look, owners)];
    for (const file of files) {
        write(file, adoptedNames(look));
        if (file.role === "organization" || file.role === "logging") {
            const kept = keptStatements(look, ownStatements(settingsOf(file)));
            write(file, { archive: kept });
            findings.push(
                ...statementFindings("bucket", "archive.policyStatements", kept.policyStatements),
                ...statementFindings("key", "archive.keyStatements", kept.keyStatements),
            );
        }
    }
    return { look, found: findings };
}

function ownStatements(settings: Settings): OwnStatements {
    const { partition, membership, organization, archive } = settings;
    const shared = {
        ...{ partition, membership, readers: archive.readers, prefix: archive.prefix },
        bucketName: names(settings).archiveBucket,
        trails: trailsOf(settings),
    };
    return {
        bucket: archiveBucketPolicy(shared).Statement,
        key: trailKeyPolicy({ ...shared, keyAccount: organization.loggingAccount }).Statement,
    };
}

async function lookAt(
    { organization, homeRegion }: Settings,
    trailArn: string,
    clients: ClientOptions,
): Promise<TrailLook> {
    const [, , , region = homeRegion, account = ""] = trailArn.split(":");
    const trails = new CloudTrailClient(clients(account, region));
    const { trailList = [] } = await trails
        .send(new DescribeTrailsCommand({ trailNameList: [trailArn] }))
        .finally(() => trails.destroy());
    const trail = trailList.find(({ TrailARN }) => TrailARN === trailArn);
    if (trail === undefined) {
        throw new UsageError(`--trail ${trailArn}: there is no such trail.`);
    }
    const { loggingAccount } = organization;
    const s3 = new S3Client({ ...clients(loggingAccount, homeRegion), followRegionRedirects: true });
    const policy = await s3
        .send(new GetBucketPolicyCommand({ Bucket: trail.S3BucketName }))
        .then(({ Policy }) => Policy)
        .catch((error: unknown) => {
            if (error instanceof Error && error.name === "NoSuchBucketPolicy") {
                return undefined;
            }
            throw new Error(
                `the bucket ${trail.S3BucketName ?? ""} cannot be read in ${loggingAccount} (${reasonOf(error)}): what is taken over ` +
                    "has to be in organization.loggingAccount.",
                { cause: error },
            );
        })
        .finally(() => s3.destroy());
    return {
        trail,
        bucketStatements: statementsOf(policy),
        key: trail.KmsKeyId === undefined ? undefined : await lookAtKey(trail.KmsKeyId, clients),
    };
}

async function lookAtKey(arn: string, clients: ClientOptions) {
    const [, , , region = "", account = ""] = arn.split(":");
    const client = new KMSClient(clients(account, region));
    try {
        const [{ Policy }, { Aliases = [] }] = await Promise.all([
            client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" })),
            client.send(new ListAliasesCommand({ KeyId: arn })),
        ]);
        return {
            arn,
            aliases: Aliases.flatMap(({ AliasName }) => AliasName ?? []),
            statements: statementsOf(Policy),
        };
    } finally {
        client.destroy();
    }
}

/** A policy has one statement or a list. */
const statementsOf = (policy: string | undefined): readonly OthersStatement[] =>
    policy === undefined
        ? []
        : [
              (JSON.parse(policy) as { readonly Statement: OthersStatement | OthersStatement[] }).Statement,
          ].flat();

/** The stacks, each after those that it builds on. */
async function inOrder(chosen: readonly string[], folder: string): Promise<readonly string[]> {
    const listed = await listedStacks(folder);
    const stacks = chosen.map((name) => {
        const place = placeInFile(name, folder);
        const there = listed.find((stack) => shortName(stack.name) === shortName(name));
        if (place === undefined || there === undefined) {
            throw new UsageError(
                `the stack ${name} has ${place === undefined ? "no file" : "no state"}: ` +
                    `\`pulumi stack init ${shortName(name)}\` makes the state, docs/production.md has the file.`,
            );
        }
        return { name: there.name, buildsOn: place.buildsOn };
    });
    return deploymentOrder(stacks).map(({ stack }) => stack.name);
}

async function rehearse(
    stack: string,
    file: StackFile,
    folder: string,
    keyArn: string | undefined,
    given: ClientOptions | undefined,
): Promise<StackAdoption & { readonly importFile: ImportFile }> {
    const nothing = {
        ...{ stack, role: file.role, adopted: [], made: {}, refused: [], waits: undefined },
        importFile: { resources: [] },
    };
    const settings = settingsOf(file);
    const clients = given ?? (await clientOptions(settings));
    const rehearsal = await Rehearsal.begin(stack, configOf(file), folder);
    try {
        const { steps, importFile, problems } = await rehearsal.creations();
        if (problems.length > 0) {
            return { ...nothing, waits: problems.join(" ") };
        }
        const { ids, refused } = await found(steps, keyArn, clients);
        if (refused.length > 0 || ids.size === 0) {
            return { ...nothing, refused };
        }
        const imports = withIds(importFile, ids);
        await rehearsal.import(imports);
        const after = await rehearsal.preview();
        const lost = refusals(after.steps, ids);
        return {
            ...nothing,
            adopted: adoptedBy(after.steps, ids),
            made: created(after.steps),
            refused: lost.length === 0 ? after.problems : lost,
            importFile: imports,
        };
    } finally {
        rehearsal.end();
    }
}

function created(steps: readonly Step[]): Readonly<Record<string, number>> {
    const made: Record<string, number> = {};
    for (const { op, type } of steps) {
        if (op === "create" && type.startsWith("aws:")) {
            made[type] = (made[type] ?? 0) + 1;
        }
    }
    return made;
}

/**
 * The ids of what would be made and is there, by the keys of its steps.
 * @param keyArn the key that the adopted trail encrypts by, whether or not it has an alias
 */
async function found(steps: readonly Step[], keyArn: string | undefined, clients: ClientOptions) {
    const providers = new Map(
        steps
            .filter(({ type }) => type === "pulumi:providers:aws")
            .map(({ urn, new: made }) => [urn, (made?.inputs ?? {}) as Readonly<Record<string, unknown>>]),
    );
    const ids = new Map<string, string>();
    const refused: string[] = [];
    const planned = steps.filter(({ op, type }) => op === "create" && isAdoptable(type));
    await Promise.all(
        planned.map(async (step) => {
            try {
                const its = plannedBy(step, planned, providers);
                const id = await idOf(
                    its.name === ARCHIVE_KEY && keyArn !== undefined ? { ...its, alias: keyArn } : its,
                    clients,
                );
                if (id !== undefined) {
                    ids.set(keyOfStep(step), id);
                }
            } catch (error) {
                if (!(error instanceof NotAdoptable)) {
                    throw error;
                }
                refused.push(error.message);
            }
        }),
    );
    return { ids, refused };
}

/** What stacks/accounts.ts makes a provider from, as the engine has it. */
interface ProviderInputs {
    /** A list, as JSON. */
    readonly allowedAccountIds: string;
    readonly region: string;
}

function plannedBy(
    step: Step,
    others: readonly Step[],
    providers: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): Planned {
    const inputs = (step.new?.inputs ?? {}) as Readonly<Record<string, unknown>>;
    const provider = providers.get(step.provider.slice(0, step.provider.lastIndexOf("::"))) ?? {};
    const { allowedAccountIds = "[]", region: home = "" } = provider as Partial<ProviderInputs>;
    const [account = ""] = JSON.parse(allowedAccountIds) as string[];
    const region = typeof inputs["region"] === "string" ? inputs["region"] : home;
    const alias = others.find(
        ({ type, new: made }) => type === "aws:kms/alias:Alias" && made?.parent === step.new?.parent,
    )?.new?.inputs["name"] as unknown;
    return {
        type: step.type,
        name: nameIn(step.urn),
        ...{ inputs, account, region, ownRegion: region !== home },
        alias: typeof alias === "string" ? alias : undefined,
    };
}

async function importInto(stack: string, file: ImportFile, folder: string): Promise<void> {
    const scratch = mkdtempSync(path.join(tmpdir(), "adopt-"));
    try {
        const name = path.join(scratch, "imports.json");
        writeFileSync(name, JSON.stringify(file), { mode: 0o600 });
        await runPulumi(folder, process.env, importArguments(stack, name));
    } finally {
        rmSync(scratch, { recursive: true });
    }
}
