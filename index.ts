import { readSettings } from "./settings";
import { deploy } from "./stacks";

export = async () => deploy(readSettings());
