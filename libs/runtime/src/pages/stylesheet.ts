import { createHash } from 'node:crypto';

/** The look of all pages. Colours keep a contrast of at least 7:1 with their ground; nothing is told by colour alone. */
export const stylesheet = `
:root {
  --ink: #1b1f24; --soft: #4a525c; --line: #8a929b; --ground: #f5f6f7; --paper: #fff; --action: #0b3d6e;
  --good: #0c4a26; --bad: #8a1212; --caution: #6b3d00; --neutral: #3a424c;
}
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; color: var(--ink); background: var(--ground); line-height: 1.65;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
}
.column { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { background: var(--action); color: #fff; }
header .column { display: flex; justify-content: space-between; align-items: center; min-height: 3.5rem; }
header a { color: #fff; }
.brand { margin: 0; font-weight: 600; letter-spacing: .04em; }
.brand a { text-decoration: none; }
.language, .brand a { display: inline-block; padding: .6rem 0; }
main { padding-top: 1.5rem; padding-bottom: 2.5rem; }
h1 { font-size: 1.75rem; line-height: 1.3; margin: 0 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.35; margin: 0 0 .5rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: 0 0 .75rem; }
.intro { max-width: 45rem; }
.hint { color: var(--soft); font-size: .9375rem; }
.ways { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.ways > section, .panel { background: var(--paper); border: 1px solid #c9ced4; border-radius: 4px; padding: 1.25rem; }
.ways > section { display: flex; flex-direction: column; }
.ways form { display: flex; flex-direction: column; flex: 1; }
.field { margin: 0 0 1.1rem; }
.field label { display: block; font-weight: 600; }
.field .hint { margin: 0 0 .35rem; }
.field input, .field select {
  width: 100%; min-height: 2.75rem; padding: .4rem .65rem; font: inherit; color: inherit;
  background: #fff; border: 1px solid #5d6670; border-radius: 3px;
}
.wrong { border-left: 4px solid var(--bad); padding-left: .75rem; }
.wrong input { border: 2px solid var(--bad); }
.error { margin: 0 0 .35rem; color: var(--bad); font-weight: 600; }
button {
  align-self: flex-start; min-height: 2.75rem; margin-top: auto; padding: .4rem 2rem; font: inherit; font-weight: 600;
  color: #fff; background: var(--action); border: 2px solid var(--action); border-radius: 3px; cursor: pointer;
}
button:hover { background: #072a4d; }
a { color: var(--action); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible {
  outline: 3px solid #b35900; outline-offset: 2px;
}
header a:focus-visible { outline-color: #ffd27a; }
.panel { --tone: var(--neutral); border-left: 6px solid var(--tone); margin: 0 0 1.5rem; }
.panel:focus { outline: none; }
.panel:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
.panel > h2 { color: var(--tone); font-size: 1.4rem; }
.good { --tone: var(--good); } .bad { --tone: var(--bad); } .caution { --tone: var(--caution); }
.panel ul { margin: 0; padding-left: 1.25rem; }
.panel li a { color: var(--bad); font-weight: 600; }
.filters { display: grid; gap: 0 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); }
.filters button { margin: 0 0 1.25rem; }
.rows { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--paper); border: 1px solid #c9ced4; }
th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid #d8dce0; }
td { overflow-wrap: anywhere; }
dl { margin: .25rem 0 1rem; border-top: 1px solid #d8dce0; }
dl > div { display: grid; grid-template-columns: 10rem 1fr; gap: 0 1rem; padding: .45rem 0; border-bottom: 1px solid #d8dce0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.note { display: block; color: var(--soft); font-size: .9375rem; }
.as-of { margin: 0; padding-top: .25rem; color: var(--soft); font-size: .9375rem; font-variant-numeric: tabular-nums; }
footer { border-top: 1px solid #c9ced4; color: var(--soft); font-size: .9375rem; }
footer p { padding-top: .9rem; padding-bottom: .9rem; margin: 0 auto; }
@media (max-width: 34rem) {
  h1 { font-size: 1.5rem; }
  dl > div { grid-template-columns: 1fr; }
  button { align-self: stretch; }
}
@media print { header, footer, .ways { display: none; } }
`;

const digest = createHash('sha256').update(stylesheet).digest('hex').slice(0, 12);
/** Its name changes with its content. */
export const stylesheetPath = `pages-${digest}.css`;
