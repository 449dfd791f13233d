import assert from "node:assert/strict";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable";
import { leaveOutPromiseTraces } from "../promiseTraces";
import { everyTrace } from "./setup";

describe("Traces of promises", () => {
    const inTests = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");

    const traceBy = (how: PropertyDescriptor | undefined): void => {
        assert.ok(how);
        Object.defineProperty(Error, "prepareStackTrace", how);
    };

    beforeEach(() => traceBy(everyTrace));
    afterEach(() => {
        traceBy(inTests);
        delete process.env["PULUMI_DEBUG_PROMISE_LEAKS"];
    });

    /** Where Pulumi notes that a promise was made. */
    function noted(): string {
        // A part of Pulumi that it does not declare.
        const { debuggablePromise } = debuggable as unknown as {
            readonly debuggablePromise: (promise: object, context: string) => unknown;
        };
        const promise = Promise.resolve();
        debuggablePromise(promise, "a test");
        return (promise as unknown as { readonly _debugStackTrace: string })._debugStackTrace;
    }

    it("are left out", () => {
        assert.match(noted(), /promiseTraces\.test\.ts/);
        leaveOutPromiseTraces();
        assert.equal(noted(), "");
    });

    it("are kept where somebody looks for promises that never end", () => {
        process.env["PULUMI_DEBUG_PROMISE_LEAKS"] = "true";
        leaveOutPromiseTraces();
        assert.match(noted(), /promiseTraces\.test\.ts/);
    });

    it("are another matter than those of errors", () => {
        leaveOutPromiseTraces();
        assert.match(new Error("an error").stack ?? "", /an error\n.*promiseTraces\.test\.ts:\d+:\d+/);
    });
});
