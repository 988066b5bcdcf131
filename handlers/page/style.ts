/** The one style of every page. Colours come in pairs, text on tint, that pass WCAG AA in both schemes. */
export const style = `
:root {
  --ground: #f6f7f9; --surface: #ffffff; --text: #1a1f25; --quiet: #525c67; --line: #d8dde3; --link: #0a56a3;
  --critical: #8c1212; --critical-tint: #fce8e8; --critical-solid: #c43030;
  --high: #873800; --high-tint: #fdeedd; --high-solid: #d06a10;
  --medium: #644900; --medium-tint: #faf2d2; --medium-solid: #b08a00;
  --low: #1f4d6e; --low-tint: #e5f0f8; --low-solid: #3878ae;
  --good: #11552c; --good-tint: #e3f3e8; --good-solid: #2d8a50;
  --plain: #454e58; --plain-tint: #e9ecf0; --plain-solid: #87919c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #13161a; --surface: #1a1e23; --text: #e3e7eb; --quiet: #a3aeb9; --line: #343c45; --link: #82bcf4;
    --critical: #ffb8b2; --critical-tint: #451a1b; --critical-solid: #f0665e;
    --high: #ffc592; --high-tint: #40270e; --high-solid: #ef9248;
    --medium: #f1da83; --medium-tint: #39300f; --medium-solid: #d6b63a;
    --low: #abd1f2; --low-tint: #163047; --low-solid: #5aa0d8;
    --good: #99ddae; --good-tint: #133320; --good-solid: #52b574;
    --plain: #c3ccd5; --plain-tint: #2a3138; --plain-solid: #7a8591;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; scroll-padding-top: 5.5rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 4rem; max-width: 100rem; background: var(--ground);
  color: var(--text); font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, [tabindex]:focus-visible {
  outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px;
}
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.25rem 0.75rem; background: var(--surface); z-index: 3; }
h1 { margin: 0; font-size: 1.625rem; line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h2 { margin: 0 0 0.25rem; font-size: 1.1875rem; line-height: 1.3; }
h3 { margin: 1.25rem 0 0.25rem; font-size: 1rem; }
h2, h3, li { overflow-wrap: anywhere; }
p { margin: 0.25rem 0; max-width: 80ch; overflow-wrap: anywhere; }
code, pre, td.name, td.id { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.9em; }
pre {
  margin: 0.5rem 0; padding: 0.625rem 0.75rem; overflow-x: auto; background: var(--plain-tint); border-radius: 6px;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.kind { margin: 0 0 0.125rem; color: var(--quiet); font-weight: 600; }
.quiet, .utc { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; margin: 0.75rem 0 0.25rem; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
nav { position: sticky; top: 0; z-index: 2; margin: 1rem 0; padding: 0.5rem 0; background: var(--ground); border-bottom: 1px solid var(--line); }
nav ul { display: flex; gap: 0.25rem 1.25rem; flex-wrap: wrap; margin: 0; padding: 0; list-style: none; }
nav a { text-decoration: none; white-space: nowrap; }
nav a:hover { text-decoration: underline; }
section { margin: 1rem 0; padding: 1rem 1.125rem 1.125rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.badge { display: inline-block; padding: 0 0.45em; border-radius: 4px; font-weight: 600; font-size: 0.875em; white-space: nowrap; }
.notice { margin: 0.75rem 0; padding: 0.625rem 0.875rem; border-left: 4px solid currentColor; border-radius: 4px; }
.notice h2, .notice h3 { margin-top: 0; }
.notice ul { margin: 0.25rem 0 0; padding-left: 1.25rem; }
.tone-critical { color: var(--critical); background: var(--critical-tint); }
.tone-high { color: var(--high); background: var(--high-tint); }
.tone-medium { color: var(--medium); background: var(--medium-tint); }
.tone-low { color: var(--low); background: var(--low-tint); }
.tone-good { color: var(--good); background: var(--good-tint); }
.tone-plain { color: var(--plain); background: var(--plain-tint); }
.notice a, .figure a { color: inherit; }
.figures { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.75rem 0; padding: 0; list-style: none; }
.figure { border-radius: 6px; min-width: 8rem; }
.figure a, .figure > span { display: block; padding: 0.375rem 0.75rem; text-decoration: none; }
.figure a:hover .label { text-decoration: underline; }
.figure b { display: block; font-size: 1.375rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.figure .label { font-size: 0.8125rem; }
.news { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.news li { display: flex; gap: 0.75rem; align-items: baseline; padding: 0.3rem 0; border-top: 1px solid var(--line); }
.news li:first-child { border-top: 0; }
.news .badge { min-width: 3.25rem; text-align: right; font-variant-numeric: tabular-nums; }
.table { margin: 1.125rem 0 0; }
/* A shadow on the side on which there is more. */
.scroll {
  overflow-x: auto;
  background: linear-gradient(to right, var(--surface) 60%, transparent) 0 0 / 3rem 100% no-repeat local,
    linear-gradient(to left, var(--surface) 60%, transparent) 100% 0 / 3rem 100% no-repeat local,
    linear-gradient(to right, var(--line), transparent) 0 0 / 0.75rem 100% no-repeat scroll,
    linear-gradient(to left, var(--line), transparent) 100% 0 / 0.75rem 100% no-repeat scroll;
}
.tools { display: flex; flex-wrap: wrap; gap: 0.375rem 1rem; align-items: center; margin-bottom: 0.375rem; }
.tools label { color: var(--quiet); font-size: 0.8125rem; }
.tools input {
  font: inherit; width: min(22rem, 70vw); margin-left: 0.375rem; padding: 0.2rem 0.5rem; color: var(--text);
  background: var(--ground); border: 1px solid var(--plain-solid); border-radius: 4px;
}
.count { color: var(--quiet); font-size: 0.8125rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.8125rem; line-height: 1.4; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; font-size: 0.9375rem; }
.more { margin-left: 0.75rem; color: var(--quiet); font-weight: 400; font-size: 0.8125rem; }
th, td { padding: 0.3rem 0.625rem 0.3rem 0; text-align: left; vertical-align: top; }
td:last-child, th:last-child { padding-right: 0; }
th { border-bottom: 1px solid var(--plain-solid); vertical-align: bottom; white-space: nowrap; }
td { border-bottom: 1px solid var(--line); }
td.text, td.name { overflow-wrap: anywhere; min-width: 6.5rem; }
td.name { min-width: 11rem; }
td.id { white-space: nowrap; }
[hidden] { display: none !important; }
/* A line breaks between service and Region, not within a Region's name. */
.prefix { display: block; color: var(--quiet); font-size: 0.9em; }
.prefix span { display: inline-block; }
th.number, td.number { text-align: right; padding-right: 1.25rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
/* A time stays in one line; what stands in its place and is none may be long. */
td.time { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
td.time time { white-space: nowrap; }
th button { all: unset; cursor: pointer; font: inherit; font-weight: 600; }
th button:hover { text-decoration: underline; }
th button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
th[aria-sort="ascending"] button::after { content: " \\2191" / ""; }
th[aria-sort="descending"] button::after { content: " \\2193" / ""; }
/* Thousands of rows need not be laid out before the script takes them away. */
@media (scripting: enabled) { .table:not(.drawn) tbody tr:nth-child(n + 51) { display: none; } }
.pager { margin: 0.5rem 0 0; }
.pager button {
  font: inherit; padding: 0.25rem 0.75rem; color: var(--text); background: var(--plain-tint); border: 1px solid var(--plain-solid);
  border-radius: 4px; cursor: pointer;
}
figure { margin: 0.75rem 0; }
figcaption { font-weight: 600; margin-bottom: 0.25rem; }
svg { display: block; overflow: visible; }
svg text { fill: var(--quiet); font-size: 12px; font-variant-numeric: tabular-nums; }
svg .value { fill: var(--text); }
svg .tick { stroke: var(--line); }
svg .base { stroke: var(--plain-solid); }
.fill-critical { fill: var(--critical-solid); } .fill-high { fill: var(--high-solid); } .fill-medium { fill: var(--medium-solid); }
.fill-low { fill: var(--low-solid); } .fill-good { fill: var(--good-solid); } .fill-plain { fill: var(--plain-solid); }
.line-critical { stroke: var(--critical-solid); } .line-high { stroke: var(--high-solid); } .line-medium { stroke: var(--medium-solid); }
.line-low { stroke: var(--low-solid); } .line-good { stroke: var(--good-solid); } .line-plain { stroke: var(--plain-solid); }
svg .bar { stroke-width: 10; } svg .clock { stroke-width: 2; stroke-dasharray: 5 3; } svg .deadline { stroke-width: 3; }
svg .mark { stroke: var(--surface); stroke-width: 1.5; }
.ghost { fill: var(--plain-tint); stroke: var(--plain-solid); }
.legend { display: flex; flex-wrap: wrap; gap: 0.125rem 1.25rem; margin: 0.375rem 0 0; padding: 0; list-style: none; color: var(--quiet); font-size: 0.8125rem; }
.legend li { display: flex; gap: 0.375rem; align-items: center; }
.lane { display: grid; grid-template-columns: minmax(12rem, 24rem) 1fr; gap: 0 1rem; align-items: center; padding: 0.125rem 0; }
.lane .label { overflow-wrap: anywhere; font-size: 0.8125rem; line-height: 1.35; }
@media (max-width: 43rem) {
  body { padding-top: 1rem; }
  section { padding: 0.75rem; border-radius: 6px; }
  nav { position: static; }
  .figure { flex: 1 1 40%; }
  .lane { grid-template-columns: 1fr; }
  .scroll { overflow-x: visible; background: none; }
  table, caption, tbody, tr, td { display: block; }
  .more { display: block; margin-left: 0; }
  thead tr { display: flex; flex-wrap: wrap; gap: 0.25rem 0.875rem; padding-bottom: 0.375rem; border-bottom: 1px solid var(--plain-solid); }
  thead { display: block; }
  thead tr:has(button)::before { content: "Sort by"; color: var(--quiet); font-size: 0.8125rem; align-self: center; }
  th, th.number { display: block; border: 0; padding: 0.125rem 0; }
  tr { border-bottom: 1px solid var(--line); padding: 0.375rem 0; }
  td, td.number, td.text, td.name, td.id, td.time { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0.5rem; min-width: 0; padding: 0.0625rem 0; border: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  td::before { content: attr(data-label); color: var(--quiet); font-family: system-ui, sans-serif; font-size: 0.8125rem; }
  td:empty { display: none; }
  td > .badge { justify-self: start; }
}
@page { size: A4 landscape; margin: 12mm; }
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --surface: #ffffff; --text: #000000; --quiet: #444444; --line: #cccccc; --link: #000000;
    --critical: #8c1212; --critical-tint: #fce8e8; --critical-solid: #c43030; --high: #873800; --high-tint: #fdeedd; --high-solid: #d06a10;
    --medium: #644900; --medium-tint: #faf2d2; --medium-solid: #b08a00; --low: #1f4d6e; --low-tint: #e5f0f8; --low-solid: #3878ae;
    --good: #11552c; --good-tint: #e3f3e8; --good-solid: #2d8a50; --plain: #333333; --plain-tint: #eeeeee; --plain-solid: #888888;
  }
  body { padding: 0; max-width: none; font-size: 9pt; }
  nav, .skip, .tools, .pager { display: none; }
  section { border: 0; padding: 0; margin: 1rem 0; }
  .scroll { overflow: visible; background: none; }
  table { font-size: 7.5pt; }
  /* A time is a line for the day and a line for the hour. */
  th { white-space: normal; }
  td.text { min-width: 4.5rem; }
  td.name { min-width: 8rem; }
  td.time { min-width: 4.25rem; }
  td.time time { white-space: normal; }
  tr, .figure, .lane, figure, .notice { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  .badge, .notice, .figure, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
/* A sheet of A4 upright, for whoever prints so all the same: wide tables are set smaller. */
@media print and (max-width: 60rem) {
  table { font-size: 6.5pt; }
  th, td, th.number, td.number { padding-right: 0.375rem; }
  td.text { min-width: 3.25rem; }
  td.name { min-width: 5.5rem; }
  td.time { min-width: 3.5rem; }
  td .badge { white-space: normal; }
}
`;
