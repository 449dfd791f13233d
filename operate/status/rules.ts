/** The forwarders' rules as they are in each account and region. */
import {
    DescribeRuleCommand,
    EventBridgeClient,
    ListTargetsByRuleCommand,
    type Target,
} from "@aws-sdk/client-eventbridge";
import limitConcurrency from "p-limit";
import type { ClientOptions } from "../clients";
import { EnvironmentAgent } from "../environmentAgent";
import { explainText } from "../explain";
import { reasonOf, type Origin } from "../flow";
import type { ForwardingState } from "./model";
import { sameDocument } from "./sameDocument";

/** An account and region that is to forward, and the rule that is to be there. */
export interface ExpectedRule extends Origin {
    readonly ruleName: string;
    readonly roleArn: string;
    readonly busArn: string;
    /** The event pattern, as JSON. */
    readonly pattern: string;
    /** The state of a rule that is offered all that it is to forward. */
    readonly state: string;
}

/** How a rule is; what it takes to have it back is said by who knows what brought it. */
export interface RuleFound {
    readonly state: ForwardingState;
    readonly cause?: string;
}

/** What was asked of a rule. */
export interface RuleAsked {
    readonly state?: string | undefined;
    readonly pattern?: string | undefined;
    readonly targets: readonly Pick<Target, "Arn" | "RoleArn">[];
}

/** How many accounts and regions are asked at once: each is asked by itself, and takes its calls by itself. */
const ORIGINS_AT_ONCE = 64;

const keyOf = ({ account, region }: Origin): string => `${account} ${region}`;

/** What was found, by account and region. */
export class RulesFound {
    private readonly found = new Map<string, RuleFound>();

    set(origin: Origin, rule: RuleFound): void {
        this.found.set(keyOf(origin), rule);
    }

    get(origin: Origin): RuleFound | undefined {
        return this.found.get(keyOf(origin));
    }
}

/**
 * Looks at rules. One account that cannot be entered keeps no other from being looked at: it is asked in no further region.
 * @param ask asks for one
 */
export async function lookAtRules(
    expected: readonly ExpectedRule[],
    ask: (rule: ExpectedRule) => Promise<RuleAsked>,
    onProgress: (done: number) => void = () => undefined,
): Promise<RulesFound> {
    const found = new RulesFound();
    const limited = limitConcurrency(ORIGINS_AT_ONCE);
    const shut = new Map<string, RuleFound>();
    let done = 0;
    await Promise.all(
        expected.map((rule) =>
            limited(async () => {
                const result =
                    shut.get(rule.account) ??
                    (await ask(rule).then(
                        (asked) => ruleFound(rule, asked),
                        (error: unknown) => {
                            const why = notAsked(rule, error);
                            if (/sts:(AssumeRole|TagSession)/.test(reasonOf(error))) {
                                shut.set(rule.account, why);
                            }
                            return why;
                        },
                    ));
                found.set(rule, result);
                done += 1;
                onProgress(done);
            }),
        ),
    );
    return found;
}

/** Asks for rules, two calls each, over connections that are kept and shared: each region has one host, whatever the account. */
export class RuleAsker {
    private readonly httpsAgent = new EnvironmentAgent({ keepAlive: true });

    constructor(private readonly clients: ClientOptions) {}

    readonly ask = async ({ account, region, ruleName }: ExpectedRule): Promise<RuleAsked> => {
        // Not destroyed, which would end the connections of all.
        const client = new EventBridgeClient({
            ...this.clients(account, region),
            requestHandler: { httpsAgent: this.httpsAgent },
        });
        const { State, EventPattern } = await client.send(new DescribeRuleCommand({ Name: ruleName }));
        const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: ruleName }));
        return { state: State, pattern: EventPattern, targets: Targets };
    };

    close(): void {
        this.httpsAgent.destroy();
    }
}

/** How a rule is that could be asked for. */
export function ruleFound(expected: ExpectedRule, { state, pattern = "", targets }: RuleAsked): RuleFound {
    const { ruleName, busArn, roleArn } = expected;
    if (state === "DISABLED") {
        return { state: "disabled", cause: `the rule ${ruleName} is disabled` };
    }
    const target = targets.find(({ Arn }) => Arn === busArn);
    if (target === undefined) {
        const others = targets.map(({ Arn = "" }) => Arn).join(", ");
        return {
            state: "wrongTarget",
            cause: `the rule ${ruleName} ${others === "" ? "has no target" : `delivers to ${others}, and not to the bus`}`,
        };
    }
    if (target.RoleArn !== roleArn) {
        return {
            state: "wrongTarget",
            cause: `the target of the rule ${ruleName} has ${target.RoleArn === undefined ? "no role" : "another role"}`,
        };
    }
    if (state !== expected.state || !sameDocument(pattern, expected.pattern)) {
        return {
            state: "wrongPattern",
            cause: `the rule ${ruleName} picks other events than this version of the program forwards`,
        };
    }
    return { state: "forwarding" };
}

function notAsked({ ruleName, account }: ExpectedRule, error: unknown): RuleFound {
    if (error instanceof Error && error.name === "ResourceNotFoundException") {
        return { state: "missing", cause: `there is no rule ${ruleName}` };
    }
    // The same of all accounts, so that those of which the same is told are told together.
    return { state: "unknown", cause: explainText(reasonOf(error)).replaceAll(account, "<account>") };
}
