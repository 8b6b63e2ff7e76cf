export const browserStyle = `
header, main { max-width: 78rem; margin: 0 auto; }
main { padding: 1rem 1.5rem 4rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
th, td { padding: .3rem .75rem .3rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 500; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.sets { margin-top: .7rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; background: var(--paper); padding: .6rem 0; border-bottom: 1px solid var(--line); }
@media (min-width: 60rem) { form { position: sticky; top: 0; z-index: 1; } }
label { display: grid; gap: .15rem; color: var(--soft); font-size: .8rem; }
label[hidden] { display: none; }
input, select, button { font: inherit; font-size: .9rem; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .35rem .6rem; min-height: 2.25rem; }
input { width: 17rem; max-width: 80vw; }
.toggles { display: flex; flex-wrap: wrap; gap: .4rem; }
.kind { display: inline-block; font-size: .78rem; line-height: 1.5; padding: .02rem .5rem; border-radius: 1em; border: 1px solid var(--line); color: var(--soft); background: var(--card); white-space: nowrap; }
.kind.wrong::before { content: "≠ "; } .kind.missed::before { content: "− "; } .kind.invented::before { content: "+ "; } .kind.surplus::before { content: "++ "; }
.kind.place::before { content: "↔ "; } .kind.invalid::before { content: "! "; } .kind.crashed::before { content: "× "; }
.kind.invented, .kind.invalid, .kind.crashed { color: var(--bad); }
.kind.wrong, .kind.surplus { color: var(--ink); }
button.kind { cursor: pointer; min-height: 0; padding: .3rem .7rem; font-size: .85rem; }
button.kind b { font-weight: 600; margin-inline-start: .15em; }
button.kind[aria-pressed=true] { background: var(--on); border-color: var(--on-line); color: var(--ink); }
.legend { margin: .8rem 0; font-size: .8rem; color: var(--soft); }
mark { color: var(--ink); border-radius: 3px; background: none; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .22em; }
mark.expected { background: var(--mark); text-decoration-color: var(--mark-line); }
mark.given { background: var(--on); text-decoration: underline dashed 2px var(--on-line); }
mark.both { background: var(--mark); text-decoration: underline double 3px var(--on-line); }
.item { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 3.2rem; }
summary { cursor: pointer; padding: .55rem .9rem; border-radius: 10px; list-style-position: inside; overflow: hidden; }
summary:focus-visible { outline-offset: -3px; border-radius: 10px; }
summary:hover { background: color-mix(in srgb, var(--mark) 35%, transparent); }
.id { font-weight: 600; font-size: .9rem; margin-inline-end: .4rem; overflow-wrap: anywhere; }
.snippet { display: block; color: var(--soft); font-size: .85rem; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.item[open] .snippet { display: none; }
.body { padding: .5rem .9rem 1rem; display: grid; gap: .9rem; }
.body .text { border-inline-start: 3px solid var(--line); padding-inline-start: .9rem; max-width: 90ch; }
.body td { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 6rem; }
.reason { color: var(--bad); background: var(--bad-paper); border-radius: 8px; padding: .4rem .8rem; font-size: .875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
i { color: var(--soft); }
[hidden] { display: none !important; }
`;
