import { afterAll, beforeAll, expect, it } from 'vitest';
import * as hostile from '../../../core/test/document/hostile-files.js';
import { startCompletionsServer } from '../support/completions-server.js';
import { assertBuilt, spawnCli } from '../support/spawn-cli.js';
import { createWorkspace } from './workspace.js';

const { at, folder, write, lines, remove } = createWorkspace();
let server: Awaited<ReturnType<typeof startCompletionsServer>>;
beforeAll(async () => {
  assertBuilt();
  server = await startCompletionsServer();
  server.answerWith((text) => ({ content: JSON.stringify({ start: text.slice(0, 12) }) }));
});
afterAll(() => {
  server.close();
  remove();
});

it('goes on behind files that ask for more than they are worth, each a failed row', { timeout: 240_000 }, async () => {
  const files = {
    'a-zip-bomb.docx': hostile.zipBomb(64),
    'b-lying-bomb.docx': hostile.lyingZipBomb(64),
    'c-entities.docx': hostile.wordFile(hostile.entityBomb),
    'd-many-pages.pdf': hostile.pdfOfPages(100_000),
    'e-gigabyte.png': hostile.png(32_768, 32_768),
    'f-corners.xlsx': hostile.sparseWorkbook(),
    'g-deep.html': hostile.deepPage(10_000),
  };
  for (const [name, bytes] of Object.entries(files)) {
    write(name, bytes);
    // One to read behind each of them.
    write(`${name}.next.txt`, `next of ${name}`);
  }
  const argv = ['--fields', 'start', '--out', at('results.jsonl'), '--errors', at('errors.jsonl'), '--model', 'm'];
  const { code } = await spawnCli(['batch', at('*.*'), ...argv, '--engine', `openai:${server.url}`]);
  expect(code).toBe(4);
  const idOf = ({ id }: Record<string, unknown>) => String(id).replace(`${folder}/`, '');
  expect(lines('errors.jsonl').map((line) => [idOf(line), line.code])).toEqual(
    Object.keys(files).map((name) => [name, 'unreadable_document']),
  );
  expect(lines('results.jsonl').map(idOf)).toEqual(Object.keys(files).map((name) => `${name}.next.txt`));
});
