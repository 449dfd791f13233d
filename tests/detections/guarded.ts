/** What the detections of the tests watch over. */
import type { Guarded } from "../../detections";
import { names } from "../../settings";
import { guardedBy } from "../../stacks/detections";
import { settingsOf } from "../stacks/organization";

const settings = settingsOf("security");

export const named = names(settings);
export const guarded: Guarded = guardedBy(settings);
