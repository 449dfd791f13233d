import "../../nodeVersion";
import { deployBootstrap } from "./bootstrap";
import { readBootstrapSettings } from "./settings";

export = () => deployBootstrap(readBootstrapSettings());
