/** What the settings of the stacks have to say for a trail and an archive that are taken over. No calls are made here. */
import type { Trail } from "@aws-sdk/client-cloudtrail";
import { isDeepStrictEqual } from "node:util";
import type { Statement } from "../aws/policyDocument";
import type { Finding } from "./finding";

/** A statement as others write it: without a Sid, perhaps, or of what it is not about. */
export type OthersStatement = Partial<Statement>;

/** A trail that is to be taken over, and what it delivers to. */
export interface TrailLook {
    readonly trail: Trail;
    /** The statements of the bucket's policy; none where it has none. */
    readonly bucketStatements: readonly OthersStatement[];
    readonly key: KeyLook | undefined;
}

export interface KeyLook {
    readonly arn: string;
    /** The key's own aliases, with `alias/` in front. */
    readonly aliases: readonly string[];
    readonly statements: readonly OthersStatement[];
}

/** The policies that this program makes of bucket and key. */
export interface OwnStatements {
    readonly bucket: readonly Statement[];
    readonly key: readonly Statement[];
}

/** The sections of a stack's settings that are written, by section and key. Undefined takes a key out. */
export interface AdoptedSettings {
    readonly trail: Readonly<Record<string, unknown>>;
    readonly archive: Readonly<Record<string, unknown>>;
}

/** The settings by which the program's names are those of what is there. */
export const adoptedNames = ({ trail, key }: TrailLook): AdoptedSettings => ({
    trail: { existing: undefined, name: trail.Name },
    archive: {
        existing: undefined,
        bucketName: trail.S3BucketName,
        prefix: trail.S3KeyPrefix,
        keyAlias: key?.aliases[0],
    },
});

/** The statements of others that the policies keep, for the stack that makes them. */
export function keptStatements(look: TrailLook, own: OwnStatements) {
    const arn = look.trail.TrailARN ?? "";
    return {
        policyStatements: statementsOfOthers(look.bucketStatements, own.bucket, arn),
        keyStatements: statementsOfOthers(look.key?.statements ?? [], own.key, arn),
    };
}

const CLOUDTRAIL = "cloudtrail.amazonaws.com";

/**
 * The statements that are not this program's, nor say what its own say: those that let CloudTrail in for the one trail. A Sid
 * that this program's statements have is left out, since a policy has each once.
 */
export function statementsOfOthers(
    there: readonly OthersStatement[],
    own: readonly Statement[],
    trailArn: string,
): readonly OthersStatement[] {
    const sids = new Set(own.map(({ Sid }) => Sid));
    return there
        .filter(
            (statement) =>
                !own.some((ours) => isDeepStrictEqual(comparable(ours), comparable(statement))) &&
                !isForTrailAlone(statement, trailArn),
        )
        .map(({ Sid, ...statement }) =>
            Sid === undefined || sids.has(Sid) ? statement : { Sid, ...statement },
        );
}

/** Without its Sid, and with every list of one as AWS may write it: the single item. */
function comparable({ Sid: _, ...statement }: OthersStatement): unknown {
    const simple = (value: unknown): unknown =>
        Array.isArray(value)
            ? value.length === 1
                ? value[0]
                : value.map(String).sort()
            : typeof value === "object" && value !== null
              ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, simple(inner)]))
              : value;
    return simple(statement);
}

/** Whether a statement lets CloudTrail in, and for no trail but the one. */
function isForTrailAlone({ Effect, Principal, Condition = {} }: OthersStatement, trailArn: string): boolean {
    const services =
        typeof Principal === "object" && "Service" in Principal ? [Principal.Service].flat() : [];
    const sources = sourcesIn(Condition);
    return (
        Effect === "Allow" &&
        services.length === 1 &&
        services[0] === CLOUDTRAIL &&
        Object.keys(Principal as object).length === 1 &&
        sources.length > 0 &&
        sources.every((source) => source === trailArn)
    );
}

/** The values of aws:SourceArn, however its case and whatever the operator. */
const sourcesIn = (conditions: NonNullable<Statement["Condition"]>): readonly string[] =>
    Object.values(conditions).flatMap((keys) =>
        Object.entries(keys)
            .filter(([key]) => key.toLowerCase() === "aws:sourcearn")
            .flatMap(([, values]) => values),
    );

/** What to know of statements that are kept. */
export function statementFindings(
    what: string,
    setting: string,
    kept: readonly OthersStatement[],
): readonly Finding[] {
    return kept.flatMap((statement, index): readonly Finding[] => {
        const { Sid, Effect, Principal, Action, Condition = {} } = statement;
        const named = `${setting}[${index}]${Sid === undefined ? "" : ` (${Sid})`} of the ${what}`;
        if (Effect !== "Allow") {
            return [];
        }
        const service = typeof Principal === "object" && "Service" in Principal;
        if (service && sourcesIn(Condition).length === 0) {
            return [
                {
                    weight: "warning",
                    text:
                        `${named} lets ${[Principal.Service].flat().join(", ")} in for whomever it works, and is kept as it is. The policy ` +
                        "pack refuses it: name its source by aws:SourceArn, or take it out once nothing else needs it. The adopted trail " +
                        "does not.",
                },
            ];
        }
        const writes = [Action ?? []].flat().filter((action) => WRITES.test(action));
        return service || writes.length === 0 || what !== "bucket"
            ? []
            : [
                  {
                      weight: "warning",
                      text:
                          `${named} allows ${writes.join(", ")}, which the archive's policy denies to everyone but services of AWS: who ` +
                          "writes or deletes by it no longer can. Have them use another bucket first.",
                  },
              ];
    });
}

const WRITES = /^(\*|s3:(\*|Put\*|PutObject\*?|Delete\w*\*?|Replicate\w*\*?))$/i;

/** The accounts and the region of what is taken over. */
export interface Owners {
    readonly managementAccount: string;
    readonly loggingAccount: string;
    readonly homeRegion: string;
}

/** What keeps a trail and what it delivers to from being taken over. AWS moves none of them. */
export function adoptionMistakes(
    { trail, key }: Pick<TrailLook, "trail" | "key">,
    { managementAccount, loggingAccount, homeRegion }: Owners,
): readonly Finding[] {
    const found: string[] = [];
    const [, , , , trailAccount] = trail.TrailARN?.split(":") ?? [];
    if (trailAccount !== managementAccount) {
        found.push(
            `The trail ${trail.TrailARN ?? ""} is of the account ${trailAccount ?? ""}, and an organization trail is the management account's, ` +
                `${managementAccount}.`,
        );
    }
    if (trail.HomeRegion !== homeRegion) {
        found.push(
            `The trail's home region is ${trail.HomeRegion ?? ""}, and homeRegion is ${homeRegion}: it would be replaced.`,
        );
    }
    const [, , , keyRegion, keyAccount] = key?.arn.split(":") ?? [];
    if (key !== undefined && (keyAccount !== loggingAccount || keyRegion !== homeRegion)) {
        found.push(
            `The key ${key.arn} is in ${keyRegion ?? ""} of ${keyAccount ?? ""}, and the archive's is to be in ${homeRegion} of ${loggingAccount}: ` +
                "it would be replaced.",
        );
    }
    return found.map((text) => ({
        weight: "mistake",
        text: `${text} AWS moves none. Use what is there, or move to a new archive (docs/existing-logging.md).`,
    }));
}
