import Table from "cli-table3";
import type { PolicyDocument, Statement } from "../aws/policyDocument";

const list = (value: string | readonly string[] | undefined): readonly string[] =>
    typeof value === "string" ? [value] : (value ?? []);

/** What guardrails deny, for people: the actions of each service, on what, and who is exempt. */
export function guardrailTable({ Statement: statements }: PolicyDocument): string {
    const table = new Table({ head: ["denied", "on", "except for"], style: { head: [], border: [] } });
    table.push(...statements.flatMap(rows));
    return table.toString();
}

/** A row a service: its actions, and which of the statement's resources are its own. */
function rows({ Action, Resource, Condition }: Statement): string[][] {
    const { ArnNotLike: exempt, ...others } = Condition ?? {};
    const only = Object.values(others)
        .flatMap((test) => Object.entries(test))
        .map(([key, value]) => `where ${key} is ${list(value).join(" or ")}`);
    const services = new Set(list(Action).map(serviceOfAction));
    return [...services].map((service) => [
        list(Action)
            .filter((action) => serviceOfAction(action) === service)
            .join("\n"),
        [
            ...list(Resource).filter((resource) => resource === "*" || resource.split(":")[2] === service),
            ...only,
        ].join("\n"),
        list(exempt?.["aws:PrincipalArn"]).join("\n"),
    ]);
}

const serviceOfAction = (action: string): string => action.split(":")[0] ?? action;
