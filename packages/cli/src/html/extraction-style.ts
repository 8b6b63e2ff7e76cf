export const extractionStyle = `
body { display: flex; flex-direction: column; min-height: 100vh; }
main { flex: 1; display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 1.25rem; padding: 1.25rem 1.5rem; align-items: start; }
.pane { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem 1.5rem; position: relative; }
.pane h2 { margin-bottom: .7rem; }
@media (min-width: 60rem) { .pane { max-height: calc(100vh - 8.5rem); overflow: auto; overscroll-behavior: contain; } }
@media (max-width: 59.99rem) { main { grid-template-columns: minmax(0, 1fr); padding: 1rem; } header { padding: 1rem; } }
#text { max-width: 80ch; }
.mark { cursor: pointer; }
.mark.shared { text-decoration-thickness: 4px; }
.problems { margin: .5rem 0 0; padding: .5rem 1rem .5rem 2rem; background: var(--bad-paper); color: var(--ink); border-radius: 8px; font-size: .9rem; }
#json ul, .left-out { list-style: none; margin: 0; padding: 0; }
#json ul { padding-inline-start: 1.4em; border-inline-start: 1px solid var(--line); margin-inline-start: .2em; }
#json > ul { margin-inline-start: 0; }
.key { color: var(--key); }
.value { color: var(--ink); text-decoration: none; padding: .1em .2em; margin: 0 -.2em; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
a.value { cursor: pointer; text-decoration: underline; text-decoration-color: var(--mark-line); text-decoration-thickness: 2px; text-underline-offset: .25em; }
a.value:hover, .mark:hover { background: var(--on); }
.value.null { color: var(--soft); }
.note { color: var(--soft); font: .8rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; user-select: none; white-space: normal; margin-inline-start: .4em; }
.note > * + * { margin-inline-start: .35em; }
.note q { white-space: pre-wrap; overflow-wrap: anywhere; }
.bar { display: inline-block; width: 2.2em; height: .42em; border-radius: .3em; border: 1px solid var(--mark-line); background: linear-gradient(var(--mark-line), var(--mark-line)) no-repeat left; vertical-align: .08em; }
.bar.unsure, .bar.doubtful { border-color: var(--on-line); background-image: linear-gradient(var(--on-line), var(--on-line)); }
${Array.from({ length: 11 }, (_, step) => `.bar.b${step} { background-size: ${step * 10}% 100%; }`).join('\n')}
h2.left-out { margin: 1.4rem 0 .4rem; padding-top: 1rem; border-top: 1px solid var(--line); }
`;

/** Paper is white in dark mode too, so what lies on it keeps the colours of light mode. */
export const sheetStyle = `
.sheet { margin: 0 0 1.25rem; }
.paper { position: relative; display: inline-block; max-width: 100%; line-height: 0; border: 1px solid var(--line); border-radius: 4px; overflow: hidden; isolation: isolate; }
.paper img { max-width: 100%; height: auto; }
.paper { --mark-line: #2f6fb3; --on-line: #9a5b00; }
.box { position: absolute; box-sizing: content-box; margin: -3px; padding: 1px; border: 2px solid var(--mark-line); border-radius: 4px; background: rgb(47 111 179 / .1); cursor: pointer; }
.box.unsure { border-style: dashed; } .box.doubtful { border-style: dotted; }
.box:hover { background: rgb(255 190 60 / .22); }
.box.on { background: rgb(255 190 60 / .3); border-color: var(--on-line); box-shadow: 0 0 0 2px rgb(255 227 163 / .9); }
.box:focus-visible { outline-offset: 1px; }
figcaption, .skipped { color: var(--soft); font-size: .8rem; margin-top: .3rem; }
.skipped { margin: 0 0 1.25rem; }
summary { cursor: pointer; color: var(--soft); font-size: .9rem; margin-bottom: .5rem; }
@media (forced-colors: active) { .box { border-color: LinkText; } .box.on { border-color: Highlight; } }
`;
