import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const folder = new URL('..', import.meta.url).pathname;

it('finds its own result right', async () => {
  const { stdout } = await promisify(execFile)('npm', ['start', '--silent'], { cwd: folder });
  expect(stdout).toMatch(/^ok: /m);
});
