import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { claimOutput } from './claim.js';
import { startOf } from './process-identity.js';

const folder = mkdtempSync(join(tmpdir(), 'maaza-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newOutput = () => join(folder, `out-${++files}.jsonl`);
const locksOf = (output: string) => readdirSync(folder).filter((name) => join(folder, name).startsWith(`${output}.lock.`));
const host = hostname().replace(/[^\w-]/g, '_');
const isLinux = process.platform === 'linux';

describe('claimOutput', () => {
  it('leaves nothing behind when it is released, twice too', async () => {
    const output = newOutput();
    const release = await claimOutput(output);
    expect(locksOf(output)).toHaveLength(1);
    release();
    release();
    expect(locksOf(output)).toEqual([]);
  });

  it('is refused while another process lives that has it, and not when it is gone', async () => {
    const output = newOutput();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const lock = `${output}.lock.${other.pid}.${startOf(other.pid!)}.${host}`;
    writeFileSync(lock, '');
    await expect(claimOutput(output)).rejects.toMatchObject({ code: 'output_in_use', details: { pid: other.pid, lock } });
    expect(locksOf(output)).toHaveLength(1);
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    (await claimOutput(output))();
    expect(locksOf(output)).toEqual([]);
  });

  it.runIf(isLinux)('does not take another process for the dead one whose id it got', async () => {
    const output = newOutput();
    writeFileSync(`${output}.lock.${process.ppid}.1.${host}`, '');
    (await claimOutput(output))();
    expect(locksOf(output)).toEqual([]);
  });

  it('does not judge a process of another machine, and says what to do', async () => {
    const output = newOutput();
    writeFileSync(`${output}.lock.1.1.elsewhere`, '');
    await expect(claimOutput(output)).rejects.toMatchObject({
      code: 'output_in_use',
      message: expect.stringMatching(/on elsewhere.*delete/),
    });
  });

  it('keeps claims of other outputs apart, also of one whose name begins alike', async () => {
    const output = newOutput();
    writeFileSync(`${output}.more.lock.1.1.elsewhere`, '');
    writeFileSync(`${output}.lock.no-claim`, '');
    (await claimOutput(output))();
  });

  it.runIf(process.getuid?.() !== 0)('says so where the folder cannot be written', async () => {
    await expect(claimOutput('/proc/out.jsonl')).rejects.toMatchObject({ code: 'output_unwritable' });
  });
});

describe('startOf', () => {
  it('is the same each time for a living process, and nothing for none', () => {
    expect(startOf(process.pid)).toBe(startOf(process.pid));
    expect(startOf(2 ** 22 + 1)).toBeUndefined();
  });

  it.runIf(isLinux)('is nothing for a zombie', async () => {
    // The shell starts a child that ends at once, and becomes a program that never asks for it.
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 30']);
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(startOf(pid)).toBeUndefined();
    parent.kill('SIGKILL');
  });
});
