/** Writes the automata of all formats, built from their patterns, into the source: `npx tsx scripts/format-automata.ts`. */
import { writeFileSync } from 'node:fs';
import { textOfDfa } from '../packages/core/src/grammar/automata/dfa-text.js';
import { minimise } from '../packages/core/src/grammar/automata/minimise.js';
import { CompileBudget } from '../packages/core/src/grammar/budget.js';
import { dfaOfPattern } from '../packages/core/src/grammar/regex/regex-dfa.js';
import { formatRules } from '../packages/core/src/schema/formats.js';

const file = new URL('../packages/core/src/grammar/regex/format-automata.ts', import.meta.url);
const entries = [...formatRules].map(([key, { pattern }]) => {
  const text = textOfDfa(minimise(dfaOfPattern(pattern, new CompileBudget(60_000))));
  return `  ${/^\w+$/.test(key) ? key : `'${key}'`}:\n    '${text}',`;
});
writeFileSync(
  file,
  `/** The automata of the formats (see \`dfaOfText\`), written by \`npx tsx scripts/format-automata.ts\` from \`formatRules\`; a test compares them. */
export const formatAutomata: Readonly<Record<string, string>> = {
${entries.join('\n')}
};
`,
);
