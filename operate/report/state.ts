/** How a state looks: by a sign, a word and a colour, so that no colour is needed to tell it. */
import { type Markup, markup } from "../../html/markup";
import type { ForwardingState, State } from "../status/model";

/** In a chart there are also accounts and regions that nothing is to be forwarded from. */
export type Shown = State | "none";

const LOOKS = {
    ok: { sign: "✓", word: "ok", of: "good" },
    warning: { sign: "▲", word: "warning", of: "doubtful" },
    failed: { sign: "✕", word: "failed", of: "bad" },
    unknown: { sign: "?", word: "not known", of: "unknown" },
    none: { sign: "–", word: "not to be forwarded", of: "soft" },
} as const satisfies Readonly<Record<Shown, unknown>>;

/** The class of the state's colour. */
export const colourOf = (state: Shown): string => LOOKS[state].of;

/** The sign alone; the word is there for those who do not see it. */
export const sign = (state: Shown): Markup =>
    markup`<span class="sign ${LOOKS[state].of}" aria-hidden="true">${LOOKS[state].sign}</span><span class="hidden">${LOOKS[state].word}</span>`;

/** Sign and word. */
export const stateMark = (state: Shown): Markup =>
    markup`<span class="state ${LOOKS[state].of}"><span aria-hidden="true">${LOOKS[state].sign}</span> ${LOOKS[state].word}</span>`;

/** How good it is that events are forwarded so. */
export const stateOfForwarding = (forwarding: ForwardingState): State =>
    forwarding === "forwarding" ? "ok" : forwarding === "unknown" ? "unknown" : "failed";
