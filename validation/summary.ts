import { accountsFolder, type LogPlace } from "../aws/logPlace";
import { kindOf } from "./kinds";
import type { ToldFinding, ValidationReport } from "./report";

/** The most of a kind that are listed: all are in the JSON. */
const SHOWN = 10;

/** A report in some lines, for a terminal: what was checked, what was found, and what to do about it. */
export function summary(report: ValidationReport): string {
    const { parameters, totals, findings, notices, unread, whole } = report;
    const { places, from, to } = parameters;
    const lines = [
        `Validated ${places.map(placeText).join(", ")} from ${from} to ${to}:`,
        `${counted(totals.validDigests, "digests")} of ${grouped(totals.digests)} and ${counted(totals.validLogFiles, "log files")} ` +
            `of ${grouped(totals.logFiles)} are valid, in ${grouped(totals.chains)} chains of ${counted(totals.accounts, "accounts")} ` +
            `and ${counted(totals.regions, "regions")}.`,
        ...(totals.pendingLogFiles > 0
            ? [`${counted(totals.pendingLogFiles, "log files")} wait for the digest of their hour.`]
            : []),
    ];
    for (const [kind, of] of byKind([...findings, ...notices])) {
        const { title, means, remedy } = kindOf(kind);
        lines.push("", `${title}: ${grouped(of.length)}. ${means}`, ...of.slice(0, SHOWN).map(findingText));
        if (of.length > SHOWN) {
            lines.push(`  ... and ${grouped(of.length - SHOWN)} more`);
        }
        lines.push(`  ${remedy}`);
    }
    if (unread.length > 0) {
        lines.push(
            "",
            `Not known, because it could not be read: ${grouped(totals.unread)}.`,
            ...unread
                .slice(0, SHOWN)
                .map(({ what, account = "", region = "", code, message, count, first }) =>
                    plain(
                        `  ${account} ${region} ${what} x ${grouped(count)}: ${code}: ${message} (${first})`,
                    ),
                ),
            ...(unread.length > SHOWN ? [`  ... and ${grouped(unread.length - SHOWN)} more`] : []),
        );
    }
    lines.push(
        "",
        whole ? "All of it is as CloudTrail left it." : "It is NOT proven that all is as CloudTrail left it.",
    );
    return lines.join("\n");
}

/** What a report tells of one finding, but for what is true of all of its kind. */
function findingText({ account, region, trail, from, to, bucket, key, detail }: ToldFinding): string {
    const parts = [
        [account, region, trail].filter((part) => part !== undefined).join(" "),
        from !== undefined && to !== undefined ? `${from} to ${to}` : undefined,
        key === undefined ? undefined : `s3://${bucket}/${key}`,
        detail,
    ];
    return plain(`  ${parts.filter((part) => part !== undefined && part !== "").join(", ")}`);
}

/** Without what a terminal would obey: keys of objects are whatever somebody named them. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");

/** Findings by kind, in the order of the kinds' first. */
export function byKind(
    findings: readonly ToldFinding[],
): ReadonlyMap<ToldFinding["kind"], readonly ToldFinding[]> {
    const kinds = new Map<ToldFinding["kind"], ToldFinding[]>();
    for (const finding of findings) {
        const of = kinds.get(finding.kind);
        if (of === undefined) {
            kinds.set(finding.kind, [finding]);
        } else {
            of.push(finding);
        }
    }
    return kinds;
}

export const placeText = (place: LogPlace): string => `s3://${place.bucket}/${accountsFolder(place)}`;

/** 1,234,567 */
const grouped = (count: number): string => count.toLocaleString("en-US");

const counted = (count: number, what: string): string => `${grouped(count)} ${what}`;
