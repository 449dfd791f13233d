import { reporters } from "mocha";

/** Mocha's usual report, closed by one plain line that any CI can read. */
export = class PlainCount extends reporters.Spec {
    override epilogue(): void {
        super.epilogue();
        const { passes, failures, pending } = this.stats;
        const skipped = pending > 0 ? `, ${pending} skipped` : "";
        console.log(`${passes} passed, ${failures} failed${skipped}`);
    }
};
