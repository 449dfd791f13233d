/** The result of a validation: what was checked, what was found, and what is not known. */
import { z } from "zod";
import { FINDING_KIND_NAMES } from "./kinds";

const count = z.number().int().nonnegative();
const instant = z.string();

const place = z.object({
    bucket: z.string(),
    prefix: z.string().optional(),
    organizationId: z.string().optional(),
});

/** What is not as CloudTrail left it. */
export const findingSchema = z.object({
    kind: z.enum(FINDING_KIND_NAMES),
    account: z.string().optional(),
    region: z.string().optional(),
    trail: z.string().optional(),
    bucket: z.string(),
    /** The object. Left out where it is not about one. */
    key: z.string().optional(),
    /** The time that is concerned: a digest's, or that of which nothing is there. */
    from: instant.optional(),
    to: instant.optional(),
    /** What distinguishes it from others of its kind. */
    detail: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** What could not be read, and of which is therefore not known whether it is as CloudTrail left it. */
export const unreadSchema = z.object({
    what: z.enum(["list", "digest", "log file", "public keys", "other bucket"]),
    account: z.string().optional(),
    region: z.string().optional(),
    /** The code that AWS gave. */
    code: z.string(),
    /** AWS's message about the first. */
    message: z.string(),
    /** How many of them. */
    count,
    /** The first: `s3://bucket/key`, or a region. */
    first: z.string(),
});
export type Unread = z.infer<typeof unreadSchema>;

/** The digests of one account, region and trail. */
export const chainSchema = z.object({
    /** Index of the place in the parameters. */
    place: count,
    account: z.string(),
    region: z.string(),
    trail: z.string(),
    homeRegion: z.string(),
    backfill: z.boolean(),
    digests: count,
    validDigests: count,
    logFiles: count,
    validLogFiles: count,
    /** Of uncompressed log files. */
    bytes: count,
    /** The time of the valid digests, from the first to the last; null where there is none. */
    from: instant.nullable(),
    to: instant.nullable(),
    /** The key of the newest digest that lies there. */
    newest: z.string(),
    /** Whether there should be later ones. */
    stops: z.boolean(),
});
export type Chain = z.infer<typeof chainSchema>;

/** A public key that digests were verified with. */
export const usedKeySchema = z.object({
    region: z.string(),
    fingerprint: z.string(),
    validFrom: instant,
    validTo: instant,
});
export type UsedKey = z.infer<typeof usedKeySchema>;

/** What was validated: the same parameters give the same result, as long as nothing changes in the archive. */
export const parametersSchema = z.object({
    places: z.array(place),
    from: instant,
    to: instant,
    trail: z.object({ name: z.string(), homeRegion: z.string() }).optional(),
    accounts: z.array(z.string()).optional(),
    regions: z.array(z.string()).optional(),
});
export type Parameters = z.infer<typeof parametersSchema>;

const toldFinding = findingSchema.extend({ means: z.string(), remedy: z.string() });

/** The schema of the report, and of its JSON. */
export const reportSchema = z.object({
    version: z.literal(1),
    /** True where every digest and log file of the time is as CloudTrail left it and nothing remained unread. */
    whole: z.boolean(),
    parameters: parametersSchema,
    /** The ARN of who read. */
    caller: z.string(),
    /** When it began, which is also what later digests cannot be expected of. A resumed validation keeps it. */
    startedAt: instant,
    finishedAt: instant,
    totals: z.object({
        accounts: count,
        regions: count,
        chains: count,
        digests: count,
        validDigests: count,
        logFiles: count,
        validLogFiles: count,
        bytes: count,
        /** Log files that the next digest will name. */
        pendingLogFiles: count,
        findings: count,
        notices: count,
        unread: count,
    }),
    publicKeys: z.array(usedKeySchema),
    chains: z.array(chainSchema),
    findings: z.array(toldFinding),
    notices: z.array(toldFinding),
    unread: z.array(unreadSchema),
});
export type ValidationReport = z.infer<typeof reportSchema>;
export type ToldFinding = z.infer<typeof toldFinding>;
