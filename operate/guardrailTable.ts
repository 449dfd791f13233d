import Table from "cli-table3";
import type { PolicyDocument, Statement } from "../aws/policyDocument";

const list = (value: string | readonly string[] | undefined): readonly string[] =>
    typeof value === "string" ? [value] : (value ?? []);

/** What a policy of the organization denies, for people: the actions of each service, on what, and who is exempt, if anyone. */
export function guardrailTable({ Statement: statements }: PolicyDocument): string {
    const exempting = statements.some(({ Condition }) => Condition?.["ArnNotLike"] !== undefined);
    const table = new Table({
        head: ["denied", "on", ...(exempting ? ["except for"] : [])],
        style: { head: [], border: [] },
    });
    table.push(...statements.flatMap((statement) => rows(statement, exempting)));
    return table.toString();
}

/** A row a service: its actions, which of the statement's resources are its own, and who is exempt where anyone is. */
function rows({ Action, Resource, Condition }: Statement, exempting: boolean): string[][] {
    const { ArnNotLike: exempt, ...others } = Condition ?? {};
    const only = Object.entries(others).flatMap(([operator, test]) =>
        Object.entries(test).map(([key, value]) => `where ${key} ${inWords(operator, list(value))}`),
    );
    const exemptions = exempt === undefined ? "nobody" : list(exempt["aws:PrincipalArn"]).join("\n");
    const services = new Set(list(Action).map(serviceOfAction));
    return [...services].map((service) => [
        list(Action)
            .filter((action) => serviceOfAction(action) === service)
            .join("\n"),
        [
            ...list(Resource).filter(
                (resource) =>
                    resource === "*" || resource.split(":")[2] === (service === "sts" ? "iam" : service),
            ),
            ...only,
        ].join("\n"),
        ...(exempting ? [exemptions] : []),
    ]);
}

/** What a condition asks of a key. */
function inWords(operator: string, values: readonly string[]): string {
    if (operator === "Null") {
        return values.includes("true") ? "is not given" : "is given";
    }
    return `${operator.includes("Not") ? "is not" : "is"} ${values.join(" or ")}`;
}

const serviceOfAction = (action: string): string => action.split(":")[0] ?? action;
