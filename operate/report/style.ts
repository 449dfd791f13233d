/** What the page of the whole logging has of its own look. */
import { markup } from "../../html/markup";

export const STYLE = markup`
.state, .sign { white-space: nowrap; font-weight: 600; } .remedy { display: block; color: var(--soft); }
.remedy::before { content: "→ "; } .id { font-variant-numeric: tabular-nums; color: var(--soft); font-weight: 400; }
.tag { border: 1px solid var(--line); border-radius: .3rem; padding: 0 .3rem; font-size: .8em; color: var(--soft); font-weight: 400; }
.attention { list-style: none; margin: 0; padding: 0; } .attention li { padding: .45rem 0; border-bottom: 1px solid var(--line); }
.tiles { list-style: none; margin: 1.4rem 0 0; padding: 0; display: grid; gap: .6rem; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); }
.tiles li { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .8rem; border-top-width: 3px; }
.tiles .soft { display: block; font-size: .87em; } .tiles b { margin-right: .35rem; }
.edge-good { border-top-color: var(--good-fill) !important; } .edge-bad { border-top-color: var(--bad-fill) !important; }
.edge-doubtful { border-top-color: var(--doubtful-fill) !important; } .edge-unknown { border-top-color: var(--unknown-fill) !important; }
.flow { display: grid; grid-template-columns: 1fr 2.4rem 1fr 2.4rem 1fr; align-items: center; margin: .8rem 0; }
.box { background: var(--card); border: 1px solid var(--line); border-top-width: 3px; border-radius: .5rem; padding: .6rem .9rem; height: 100%; }
.box h3 { margin: 0 .45rem 0 0; display: inline; } .box p { overflow-wrap: anywhere; } .box p { margin: .25rem 0; font-size: .93em; } .stack { display: grid; gap: .6rem; }
.arrow { height: 2px; background: var(--soft); position: relative; margin: 0 .35rem; }
.arrow::after { content: ""; position: absolute; right: 0; top: -4px; border-left: 8px solid var(--soft); border-top: 5px solid transparent; border-bottom: 5px solid transparent; }
.legend { margin-left: .6rem; } .legend > span { margin-right: .9rem; white-space: nowrap; }
.swatch { display: inline-block; width: .8em; height: .8em; margin-right: .3em; border-radius: 2px; vertical-align: -.05em; }
.swatch.ok { background: var(--good-fill); } .swatch.failed { background: var(--bad-fill); } .swatch.unknown { background: var(--unknown-fill); }
.swatch.warning { background: var(--doubtful-fill); } .swatch.none { background: var(--none-fill); }
.matrix { width: auto; } .matrix th.region { vertical-align: bottom; padding: 0; } .matrix .region span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400; padding: .3rem .2rem; font-size: .87em; }
.matrix td.cell { text-align: center; padding: .2rem; min-width: 1.9rem; border: 2px solid var(--paper); border-radius: .4rem; background: var(--card); }
.matrix td.failed { background: color-mix(in srgb, var(--bad-fill) 22%, var(--paper)); } .matrix td.ok { background: color-mix(in srgb, var(--good-fill) 16%, var(--paper)); }
.matrix td.warning { background: color-mix(in srgb, var(--doubtful-fill) 20%, var(--paper)); } .matrix td.unknown { background: color-mix(in srgb, var(--unknown-fill) 20%, var(--paper)); }
.multiples { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); margin: .8rem 0; }
.multiples figure { margin: 0; padding: .5rem .6rem .6rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); break-inside: avoid; }
.multiples figure.marked { border-color: var(--bad-fill); } .multiples figcaption b { display: block; } .multiples figcaption { font-size: .87em; line-height: 1.4; margin-bottom: .3rem; }
.multiples svg { display: block; width: 100%; } .multiples path { fill: none; stroke-width: .8; stroke-dasharray: .8 .2; }
.multiples .ok { stroke: var(--good-fill); } .multiples .failed { stroke: var(--bad-fill); stroke-width: 1; stroke-dasharray: none; } .multiples .unknown { stroke: var(--unknown-fill); }
.multiples .warning { stroke: var(--doubtful-fill); } .multiples .none { stroke: var(--none-fill); }
.accounts { columns: 17rem; padding: 0; margin: .5rem 0; list-style: none; font-size: .9em; } footer { margin-top: 3rem; font-size: .87em; border-top: 1px solid var(--line); }
@media (max-width: 44rem) { body { padding: 1rem .9rem 3rem; } .flow { grid-template-columns: 1fr; } .tiles { grid-template-columns: 1fr 1fr; }
  .arrow { width: 2px; height: 1.3rem; margin: .3rem auto; } .arrow::after { right: -4px; top: auto; bottom: 0; border-top: 8px solid var(--soft); border-left: 5px solid transparent; border-right: 5px solid transparent; border-bottom: 0; } }
@media print { .flow { grid-template-columns: 1fr 1.4rem 1fr 1.4rem 1fr; } .arrow { height: 2px; } .accounts { columns: 3; } .multiples { grid-template-columns: repeat(5, 1fr); }
  .multiples figure { padding: .3rem; } .matrix td.cell { min-width: 1.2rem; padding: .1rem; } .matrix { font-size: 8.5px; } }
`;
