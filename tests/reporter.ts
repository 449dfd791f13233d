import { reporters } from "mocha";

/** Mocha's usual report, closed by a plain line for each failure and one that counts, which any CI can read. */
export = class PlainCount extends reporters.Spec {
    override epilogue(): void {
        super.epilogue();
        for (const failure of this.failures) {
            console.log(`FAILED ${failure.titlePath().join(" > ")}`);
        }
        const { passes, failures, pending } = this.stats;
        const skipped = pending > 0 ? `, ${pending} skipped` : "";
        console.log(`${passes} passed, ${failures} failed${skipped}`);
    }
};
