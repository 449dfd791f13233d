import Table from "cli-table3";
import { NO_LINES_BETWEEN_ROWS } from "./flowTable";
import type { SetLook } from "./forwarderSet";
import { type Cause, causeOf } from "./stackSetCauses";

/** Instances that are the same in all that is told of them, of one account. */
interface Group {
    readonly status: string;
    readonly cause: Cause | undefined;
    readonly drifted: boolean;
    readonly reason: string | undefined;
    readonly account: string;
    readonly regions: readonly string[];
}

/** Instances by what is told of them: those that want something first. */
function groupsOf(look: SetLook): readonly Group[] {
    const groups = new Map<string, Group>();
    for (const instance of look.instances) {
        const cause = causeOf(instance, look);
        const drifted = instance.drift === "DRIFTED";
        const status =
            instance.status === "CURRENT" ? "CURRENT" : `${instance.status} (${instance.detailedStatus})`;
        const key = JSON.stringify([instance.account, status, cause?.name, drifted]);
        const group = groups.get(key);
        groups.set(key, {
            status,
            cause,
            drifted,
            reason: group?.reason ?? instance.reason,
            account: instance.account,
            regions: [...(group?.regions ?? []), instance.region],
        });
    }
    const order = ({ cause, drifted }: Group): number =>
        cause === undefined ? (drifted ? 1 : 3) : cause.harmless ? 2 : 0;
    return [...groups.values()].sort((one, other) => order(one) - order(other));
}

/** A look for people: a row an account and status, and below it what AWS says of each cause and what to do. */
export function forwarderTable(look: SetLook): string {
    const table = new Table({
        head: ["status", "account", "regions", "because"],
        style: { head: [], border: [] },
        chars: NO_LINES_BETWEEN_ROWS,
    });
    const groups = groupsOf(look);
    const lacking = new Map<string, string[]>();
    for (const { account, region } of look.without) {
        lacking.set(account, [...(lacking.get(account) ?? []), region]);
    }
    table.push(
        ...[...lacking].map(([account, regions]) => ["NO INSTANCE", account, regionsInWords(regions), ""]),
        ...groups.map(({ status, account, regions, cause, drifted }) => [
            drifted ? `${status}, DRIFTED` : status,
            account,
            regionsInWords(regions),
            cause?.name ?? "",
        ]),
    );
    const causes = new Map(groups.flatMap((group) => (group.cause ? [[group.cause, group] as const] : [])));
    return [
        table.toString(),
        ...[...causes].map(
            ([{ name, because, remedy }, { reason, account }]) =>
                `${name}: ${because}. ${remedy}` +
                (reason === undefined ? "" : `\n  AWS says in ${account}: ${reason}`),
        ),
        ...(groups.some(({ drifted }) => drifted) ? [DRIFTED] : []),
        ...(lacking.size === 0 ? [] : [LACKING]),
    ].join("\n");
}

const DRIFTED =
    "DRIFTED: somebody changed the rule or the role there, which a detection alerted of. Undo the change in the account: the set " +
    "writes its own values only once its template changes.";

const LACKING =
    "NO INSTANCE: the set has not covered the account or the region. Deploy this stack if its settings have changed since, and " +
    "otherwise run this with --retry.";

const regionsInWords = (regions: readonly string[]): string =>
    regions.length > 4 ? `${regions.length} regions` : regions.join(", ");

/** Whether every account of the units forwards from every region, but those that have no events. */
export const isWhole = (look: SetLook): boolean =>
    look.without.length === 0 &&
    look.instances.every((instance) => {
        const cause = causeOf(instance, look);
        return instance.drift !== "DRIFTED" && (cause === undefined || cause.harmless === true);
    });

/** The instances of a look for programs, with what is known of those that are not current. */
export const instancesWithCauses = (look: SetLook) =>
    look.instances.map((instance) => {
        const cause = causeOf(instance, look);
        return {
            ...instance,
            ...(cause && { cause: cause.name, because: cause.because, remedy: cause.remedy }),
        };
    });
