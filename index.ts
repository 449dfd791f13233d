import "./nodeVersion";
import { leaveOutPromiseTraces } from "./promiseTraces";
import { retryWhatMayPass } from "./resources/eventualConsistency";
import { readSettings } from "./settings";
import { deploy } from "./stacks";

leaveOutPromiseTraces();

export = async () => {
    const settings = readSettings();
    retryWhatMayPass();
    return deploy(settings);
};
