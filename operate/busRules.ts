/** The rules of the central bus as they are, and whether each delivers. */
import {
    EventBridgeClient,
    ListRulesCommand,
    type ListRulesCommandOutput,
    ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";

export interface BusRule {
    readonly name: string;
    readonly enabled: boolean;
    /** ARNs of its targets. */
    readonly targets: readonly string[];
}

/** Reads the rules whose names begin so. */
export async function busRules(
    client: Pick<EventBridgeClient, "send">,
    busName: string,
    prefix: string,
): Promise<readonly BusRule[]> {
    const rules: BusRule[] = [];
    let token: string | undefined;
    do {
        const page: ListRulesCommandOutput = await client.send(
            new ListRulesCommand({
                EventBusName: busName,
                NamePrefix: prefix,
                ...(token === undefined ? {} : { NextToken: token }),
            }),
        );
        for (const { Name: name = "", State } of page.Rules ?? []) {
            const { Targets = [] } = await client.send(
                new ListTargetsByRuleCommand({ EventBusName: busName, Rule: name }),
            );
            rules.push({
                name,
                enabled: State !== "DISABLED",
                targets: Targets.map(({ Arn = "" }) => Arn),
            });
        }
        token = page.NextToken;
    } while (token !== undefined);
    return rules;
}
