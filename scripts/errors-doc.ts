/** Writes docs/errors.md from the tables in the code: `npx tsx scripts/errors-doc.ts`. */
import { realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../packages/cli/src/errors/exit-codes.js';
import { errorCodes } from '../packages/core/src/errors/codes.js';
import { serverErrorCodes, statusOf } from '../packages/server/src/http/error-codes.js';

export const errorsDocPath = fileURLToPath(new URL('../docs/errors.md', import.meta.url));

interface Column {
  readonly title: string;
  readonly cell: (code: keyof typeof errorCodes) => string;
}

/** One more face of the same codes (an HTTP status, say) is one more column. */
const columns: readonly Column[] = [
  { title: 'code', cell: (code) => `\`${code}\`` },
  { title: 'exit', cell: (code) => String(exitCodes[code]) },
  { title: 'HTTP', cell: (code) => String(statusOf(code)) },
  { title: 'meaning', cell: (code) => errorCodes[code].meaning },
  { title: 'what to do', cell: (code) => errorCodes[code].remedy },
];

const serverColumns = ['code', 'HTTP', 'meaning', 'what to do'];

const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

export function renderErrorsDoc(): string {
  const codes = (Object.keys(errorCodes) as (keyof typeof errorCodes)[]).sort();
  const table = [
    row(columns.map(({ title }) => title)),
    row(columns.map(() => '---')),
    ...codes.map((code) => row(columns.map(({ cell }) => cell(code)))),
  ];
  const serverTable = [
    row(serverColumns),
    row(serverColumns.map(() => '---')),
    ...Object.entries(serverErrorCodes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { status, meaning, remedy }]) => row([`\`${code}\``, String(status), meaning, remedy])),
  ];
  return `# Error codes

Every error that you may want to catch is a \`MaazaError\` with a \`code\` from this table. A code keeps its meaning from release to
release; messages may improve. Evidence is in \`details\` (JSON pointers, limits and actual values), the origin in \`cause\`.

\`\`\`ts
import { extractJson, MaazaError } from '@maaza/core';

try {
  await extractJson(text, schema);
} catch (error) {
  if (MaazaError.isInstance(error) && error.code === 'text_too_long') console.error(error.details);
  else throw error;
}
\`\`\`

\`isInstance\` also recognises errors of a second installed copy of the library, which \`instanceof\` does not. \`exit\` is the exit code of
the command line, which prints the same codes; \`HTTP\` is the status of the [server](server.md), which answers them as \`error.code\`.

${table.join('\n')}

## Codes of the server alone

${serverTable.join('\n')}

<!-- Written by scripts/errors-doc.ts from error codes of packages/core, packages/cli and packages/server. -->
`;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) writeFileSync(errorsDocPath, renderErrorsDoc());
