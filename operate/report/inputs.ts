/** What the page of the whole logging is made from: results of other commands. */
import type { ValidationReport } from "../../validation";
import type { StackRun } from "../deployment";
import type { Status } from "../status/model";

/** What a month costs, as `estimate` says. */
export interface Cost {
    readonly stacks: readonly string[];
    readonly pricesAsOf: string;
    readonly lines: readonly { readonly what: string; readonly dollars: number }[];
    readonly dollars: number;
    readonly notEstimated: readonly string[];
}

export interface ReportInputs {
    readonly status: Status;
    /**
     * The result of `validate`.
     * @default the page says how to validate
     */
    readonly validation?: ValidationReport;
    /**
     * The result of `preview`, in which the policy pack looked at every stack.
     * @default the page says how to preview
     */
    readonly preview?: readonly StackRun[];
    /**
     * The result of `estimate`.
     * @default the page says how to estimate
     */
    readonly cost?: Cost;
}
