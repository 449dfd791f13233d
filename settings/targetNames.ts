/** What the names of targets make, beside the names of everything else. */
import type { Report, Sound } from "./base/contradictions";
import { busNames } from "./bus";
import { forwarderNames } from "./members";
import { ANY_STACK } from "./naming";
import { madeForTarget, type Target } from "./targets";

/** A name that a service takes once, by what has it: roles have names of their own, and so have queues. */
type Taken = ReadonlyMap<string, string>;

/** The names of queues and roles that are there whatever the targets are. */
function takenByTheRest(namePrefix: string): Taken {
    const { busDeadLetterQueue } = busNames({
        ...ANY_STACK,
        namePrefix,
        partition: "aws",
        bus: { name: "" },
    });
    const { deadLetterQueue, forwarderDeadLetterQueue } = forwarderNames({ namePrefix });
    return new Map([
        [`queue ${busDeadLetterQueue}`, "the central bus's dead-letter queue"],
        [`queue ${deadLetterQueue}`, "the forwarders' dead-letter queue"],
        [`queue ${forwarderDeadLetterQueue}`, "an account's own dead-letter queue"],
    ]);
}

/** The queues and roles that are made for a target. */
function queuesAndRoles(namePrefix: string, target: Pick<Target, "kind" | "name">): readonly string[] {
    const { resource, deadLetterQueue, role, bucketRole } = madeForTarget(
        { ...ANY_STACK, namePrefix },
        target,
    );
    return [
        ...[target.kind === "queue" ? resource : undefined, deadLetterQueue].map(
            (name) => name && `queue ${name}`,
        ),
        ...[role, bucketRole].map((name) => name && `role ${name}`),
    ].filter((name) => name !== undefined);
}

/** Reports targets for which something would be made under a name that something else has. */
export function checkTargetNames(
    settings: Sound<{ namePrefix: string; bus: { targets: readonly Target[] } }>,
    report: Report,
): void {
    const { namePrefix } = settings;
    if (namePrefix === undefined) {
        return;
    }
    const taken = new Map(takenByTheRest(namePrefix));
    const names = new Set<string>();
    settings.bus?.targets?.forEach((target, index) => {
        const { kind, name } = target ?? {};
        // What two targets of one name make is reported as that.
        if (kind === undefined || name === undefined || names.has(name)) {
            return;
        }
        names.add(name);
        for (const made of queuesAndRoles(namePrefix, { kind, name })) {
            const owner = taken.get(made);
            if (owner !== undefined) {
                const [what = "", its = ""] = made.split(" ");
                report(
                    ["bus", "targets", index, "name"],
                    name,
                    `its ${what} "${its}" would have the name of ${owner}. Choose another name.`,
                );
            }
            taken.set(made, owner ?? `what is made for the target "${name}"`);
        }
    });
}
