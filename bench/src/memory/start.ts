import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The shortest program a user of the built package writes. */
const program = `
import { extractJson } from '@maaza/core';
const { data } = await extractJson('Order 12345 by Amina Diallo', { type: 'object', properties: { customer: { type: 'string' } } });
console.log(JSON.stringify(data));
`;

/**
 * Time from starting a process to its first result, with the built package and without this benchmark's own loader.
 * @throws {Error} with what the process wrote to stderr, where it gives no result
 */
export async function measureStart(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd: new URL('../../', import.meta.url) });
  let firstResultMs: number | undefined;
  let complaint = '';
  child.stdout.once('data', () => {
    firstResultMs = performance.now() - startedAt;
  });
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  await once(child, 'close');
  if (firstResultMs === undefined) throw new Error(`no first result; is the package built (npm run build)? ${complaint}`);
  return firstResultMs;
}
