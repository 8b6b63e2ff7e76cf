/**
 * What all pages share. Blue and amber differ for every kind of colour vision; nothing is said by colour alone: highlights are underlined,
 * and sureness is a number. Text and controls keep a contrast of at least 4.5 to 1 in both modes.
 */
export const theme = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf8; --card: #ffffff; --ink: #1f2328; --soft: #5b6470; --line: #dfe2e6;
  --mark: #dcebfb; --mark-line: #2f6fb3; --on: #ffe3a3; --on-line: #9a5b00;
  --link: #1b5a9e; --good: #1b5a9e; --bad: #a33c00; --bad-paper: #fdeee3; --key: #5b3f8f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --card: #1c2025; --ink: #e4e7eb; --soft: #a2abb6; --line: #323941;
    --mark: #1d3a58; --mark-line: #7db4ea; --on: #5a4200; --on-line: #ffc857;
    --link: #8dbdf0; --good: #8dbdf0; --bad: #ffa36b; --bad-paper: #3a2415; --key: #c4b0f0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { padding: 1.1rem 1.5rem .9rem; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 1.15rem; font-weight: 650; letter-spacing: -.01em; }
h2 { margin: 0; font-size: .8rem; font-weight: 600; color: var(--soft); text-transform: uppercase; letter-spacing: .06em; }
p { margin: 0; }
.facts { color: var(--soft); font-size: .9rem; }
.facts b { color: var(--ink); font-weight: 600; }
kbd { font: .8em/1 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; padding: .15em .4em; border: 1px solid var(--line); border-radius: 4px; background: var(--card); color: var(--soft); }
.keys { color: var(--soft); font-size: .8rem; margin-top: .3rem; }
.badge { display: inline-block; padding: 0 .55em; border: 1px solid currentColor; border-radius: 1em; font-size: .8rem; font-weight: 600; }
.badge.good { color: var(--good); } .badge.bad { color: var(--bad); background: var(--bad-paper); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: start; }
.text.layout { font: .875rem/1.65 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; tab-size: 4; }
.code { font: .875rem/1.65 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.hidden-character { font: .65em/1 ui-monospace, Menlo, Consolas, monospace; padding: .1em .3em; margin: 0 .1em; border: 1px dashed var(--soft); border-radius: 3px; color: var(--soft); }
.mark { color: inherit; background: var(--mark); border-radius: 3px; padding: .06em 0; text-decoration: underline; text-decoration-color: var(--mark-line); text-decoration-thickness: 2px; text-underline-offset: .22em; }
.mark.unsure { text-decoration-style: dashed; } .mark.doubtful { text-decoration-style: dotted; }
.on, .mark.on { background: var(--on); text-decoration-color: var(--on-line); box-shadow: 0 0 0 1px var(--on-line); }
:focus-visible { outline: 3px solid var(--on-line); outline-offset: 2px; border-radius: 3px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .mark { border-bottom: 2px solid; } .on { outline: 2px solid Highlight; } }
`;
