import { styleText } from "node:util";

/** Marks what is not as it should be: in red on a terminal, unless NO_COLOR or `--no-color` says not to. */
export const alarming = (text: string): string => styleText("red", text, { stream: process.stdout });
