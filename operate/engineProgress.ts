import type { EngineEvent } from "@pulumi/pulumi/automation";

/** Milliseconds between two lines of progress. */
const INTERVAL = 5000;

/**
 * Follows a run of the Pulumi engine and tells, every five seconds, how far it is; and, at once, every error, warning and
 * policy violation, which can be told elsewhere.
 */
export class EngineProgress {
    private readonly started = Date.now();
    private readonly underWay = new Set<string>();
    private done = 0;
    private timer: NodeJS.Timeout | undefined;

    constructor(
        private readonly what: string,
        private readonly log: (line: string) => void,
        private readonly problem: (text: string) => void = log,
    ) {}

    readonly onEvent = (event: EngineEvent): void => {
        this.timer ??= setInterval(() => this.tell(), INTERVAL).unref();
        const begun = event.resourcePreEvent?.metadata;
        if (begun !== undefined && begun.op !== "same") {
            this.underWay.add(begun.urn);
        }
        const ended = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
        if (ended !== undefined && this.underWay.delete(ended.urn)) {
            this.done += 1;
        }
        const diagnostic = event.diagnosticEvent;
        if (
            diagnostic !== undefined &&
            (diagnostic.severity === "error" || diagnostic.severity === "warning")
        ) {
            this.problem(`${diagnostic.severity}: ${withoutColours(diagnostic.message)}`);
        }
        const violation = event.policyEvent;
        if (violation !== undefined) {
            this.problem(`policy ${violation.policyName}: ${withoutColours(violation.message)}`);
        }
        if (event.summaryEvent !== undefined || event.cancelEvent !== undefined) {
            clearInterval(this.timer);
        }
    };

    private tell(): void {
        const seconds = Math.round((Date.now() - this.started) / 1000);
        this.log(`${this.what}: ${this.done} resources done, ${this.underWay.size} under way, ${seconds} s`);
    }
}

/** The engine marks colours as `<{%fg 1%}>`. */
export function withoutColours(message: string): string {
    return message.replace(/<\{%.*?%\}>/g, "").trimEnd();
}
