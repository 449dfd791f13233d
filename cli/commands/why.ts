import { z } from "zod";
import type { WhyOptions } from "../../operate/why";
import { commandFile } from "../commandFile";
import { shared } from "../options";
import { contextValue } from "../values";

type Options = Omit<WhyOptions, "context"> & {
    readonly context?: readonly (readonly [key: string, value: string])[];
};

const placed = {
    layer: z
        .enum(["identity", "boundary", "resource", "serviceControl", "resourceControl"])
        .describe("What kind of document it is."),
    document: z.string(),
    statement: z.string().describe("Its Sid, or # and its number."),
};

const output = z.object({
    principal: z.string().describe("The ARN that was asked about: of a session, its role's."),
    object: z.string(),
    version: z.string().optional(),
    verdict: z.enum(["can", "cannot", "not known"]),
    there: z.boolean().optional().describe("Left out where it cannot be told."),
    calls: z.array(
        z.object({
            action: z.string(),
            resource: z.string(),
            purpose: z.enum(["read", "change"]),
            result: z.enum(["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"]),
            context: z
                .record(z.string(), z.union([z.string(), z.array(z.string())]))
                .describe("The condition keys of the request, and their values."),
            by: z.array(z.object(placed)).describe("The statements that allow it, or that deny it."),
            missing: z
                .array(placed.layer)
                .describe("Where a statement that allows it is missing: one of them, or each."),
            either: z.boolean().describe("Whether one of the missing is enough."),
            nearMisses: z
                .array(
                    z.object({
                        ...placed,
                        unmet: z.array(
                            z.object({
                                operator: z.string(),
                                key: z.string(),
                                wanted: z.unknown(),
                                found: z
                                    .union([z.string(), z.array(z.string())])
                                    .optional()
                                    .describe("Left out where the request has none."),
                            }),
                        ),
                    }),
                )
                .describe("Statements that would allow it but for their conditions."),
        }),
    ),
    lock: z.object({ mode: z.string(), until: z.iso.datetime() }).optional(),
    legalHold: z.boolean().optional(),
    change: z.string().describe("Whether the principal could delete or overwrite the object."),
    notes: z.array(z.string()).describe("What else of the bucket bears on it."),
    assumed: z.array(z.string()).describe("What was taken to be so."),
    remedies: z.array(
        z.object({
            text: z.string(),
            statement: z.record(z.string(), z.unknown()).optional().describe("The statement to write there."),
        }),
    ),
});

export const command = commandFile<Options, typeof output>({
    description:
        "Says why a principal can or cannot read and decrypt an object of the archive: which statement of which document " +
        "allows or denies it, what to change, and whether the principal could delete or overwrite it. It reads policies, puts " +
        "them to an IAM simulator, and changes nothing. It uses the stack of role logging or organization.",
    define: (command) =>
        command
            .argument("<principal>", "the ARN of a role, a user or a role's session, or the id of an account")
            .argument("<object>", "s3://bucket/key, or a key of the archive")
            .option("--version-id <id>", "the version of the object (default: the current one)")
            .option(
                "--context <key=value>",
                "a condition key of the request, as aws:SourceVpce=vpce-0a1b; once for each",
                (text: string, before: Options["context"]) => [...(before ?? []), contextValue(text)],
            )
            .addOption(shared.stack())
            .addOption(shared.role())
            .addOption(shared.profile()),
    examples: [
        [
            "why arn:aws:iam::111122223333:role/Siem AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2026/03/04/file.json.gz",
            "an object of the archive",
        ],
        ["why 111122223333 s3://example-logs/key --json", "an account, for another program"],
        [
            "why arn:aws:sts::111122223333:assumed-role/Siem/session s3://example-logs/key --context aws:SourceIp=192.0.2.1",
            "a session, from an address",
        ],
    ],
    remark:
        "It takes a role that reads policies of the bucket, the key, the principal and the organization, as one with AWS's\n" +
        "SecurityAudit. What cannot be read is assumed, and said.",
    exitCodes: {
        0: "the principal can read the object, by all that could be read",
        1: "it cannot, it is not known, or something failed",
    },
    output,
    run: async ({ context, ...options }, [principal = "", object = ""]) => {
        const { why } = await whyModule();
        const { whyText } = await import("../../operate/whyText");
        const found = await why(principal, object, {
            ...options,
            ...(context === undefined ? {} : { context: Object.fromEntries(context) }),
        });
        const { facts, verdict, there, calls, change, assumed, remedies } = found;
        const seen = "told" in facts.object ? facts.object.told : undefined;
        return {
            json: {
                principal: facts.reader.arn,
                object: `s3://${facts.bucket}/${facts.key}`,
                ...(seen?.versionId === undefined ? {} : { version: seen.versionId }),
                verdict,
                ...(there === undefined ? {} : { there }),
                calls: calls.map(({ purpose, call, explained }) => ({
                    action: call.action,
                    resource: call.resource,
                    purpose,
                    result: explained.result,
                    context: Object.fromEntries(
                        Object.entries(call.context).map(([key, value]) => [
                            key,
                            typeof value === "string" ? value : [...value],
                        ]),
                    ),
                    by: (explained.result === "Allowed" ? explained.allowing : explained.denying).map(
                        ({ layer, document, name }) => ({ layer, document, statement: name }),
                    ),
                    missing: [...explained.missing],
                    either: explained.either,
                    nearMisses: explained.nearMisses.map(({ layer, document, name, unmet }) => ({
                        layer,
                        document,
                        statement: name,
                        unmet: unmet.map(({ found: has, ...each }) => ({
                            ...each,
                            ...(has === undefined ? {} : { found: typeof has === "string" ? has : [...has] }),
                        })),
                    })),
                })),
                ...(seen?.lock === undefined
                    ? {}
                    : { lock: { mode: seen.lock.mode, until: seen.lock.until.toISOString() } }),
                ...(seen === undefined ? {} : { legalHold: seen.legalHold }),
                change,
                notes: [...facts.bucketNotes],
                assumed: [...assumed],
                remedies: remedies.map(({ text, statement }) => ({
                    text,
                    ...(statement === undefined ? {} : { statement: { ...statement } }),
                })),
            },
            text: whyText(found),
            problem:
                verdict === "can"
                    ? undefined
                    : verdict === "cannot"
                      ? "The principal cannot read the object."
                      : "Whether the principal can read the object is not known.",
        };
    },
});

/** The simulator is for those who have all dependencies: it is under the AGPL, and an installation without it stays without. */
async function whyModule(): Promise<typeof import("../../operate/why")> {
    try {
        return await import("../../operate/why");
    } catch (error) {
        if (error instanceof Error && error.message.includes("@cloud-copilot/")) {
            throw new Error(
                "The IAM simulator that this takes is not installed: run `npm ci` without `--omit=dev` (it is under the AGPL 3.0, " +
                    "so that it is a development dependency).",
                { cause: error },
            );
        }
        throw error;
    }
}
