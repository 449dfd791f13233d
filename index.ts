import "./nodeVersion";
import { leaveOutPromiseTraces } from "./promiseTraces";
import { readSettings } from "./settings";
import { deploy } from "./stacks";

leaveOutPromiseTraces();

export = async () => deploy(readSettings());
