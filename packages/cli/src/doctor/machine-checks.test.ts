import { describe, expect, it } from 'vitest';
import { cgroupCpuLimit } from './cgroup.js';
import { checkCpu, checkMemory, checkNode } from './machine-checks.js';

const files = (contents: Record<string, string>) => (path: string) => contents[path];

describe('cgroupCpuLimit', () => {
  it('takes the smallest limit on the way up (version 2)', () => {
    const read = files({
      '/proc/self/cgroup': '0::/a/b',
      '/sys/fs/cgroup/a/b/cpu.max': 'max 100000',
      '/sys/fs/cgroup/a/cpu.max': '150000 100000',
      '/sys/fs/cgroup/cpu.max': '400000 100000',
    });
    expect(cgroupCpuLimit(read)).toBe(1.5);
  });

  it('reads the cpu controller (version 1)', () => {
    const read = files({
      '/proc/self/cgroup': '12:memory:/docker/x\n4:cpu,cpuacct:/docker/x',
      '/sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_quota_us': '50000',
      '/sys/fs/cgroup/cpu,cpuacct/docker/x/cpu.cfs_period_us': '100000',
    });
    expect(cgroupCpuLimit(read)).toBe(0.5);
  });

  it.each([
    {},
    { '/proc/self/cgroup': '0::/', '/sys/fs/cgroup/cpu.max': 'max 100000' },
    { '/proc/self/cgroup': '4:cpu:/', '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1' },
  ])('finds no limit in %j', (contents) => {
    expect(cgroupCpuLimit(files(contents as Record<string, string>))).toBeUndefined();
  });
});

describe('machine checks', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.0.0', 'ok'],
    ['20.18.3', 'fail'],
    ['18.20.0', 'fail'],
  ])('Node.js %s is %s', (version, status) => {
    expect(checkNode(version)).toMatchObject({ name: 'node', status, details: { version } });
  });

  it('warns of less than one core', () => {
    expect(checkCpu('flags : avx2', 2)).toMatchObject({ status: 'ok', details: { cgroupLimit: 2, instructions: ['avx2'] } });
    expect(checkCpu('flags : avx2', 0.5)).toMatchObject({ status: 'warn' });
  });

  it.runIf(process.arch === 'x64')('warns of a processor without AVX2, and only where its flags are known', () => {
    expect(checkCpu('flags : sse2', undefined).message).toContain('no AVX2');
    expect(checkCpu(undefined, undefined).status).toBe('ok');
  });

  it('warns of too little memory', () => {
    expect(checkMemory(4e9, 8e9)).toMatchObject({ status: 'ok', message: '4.0 GB of 8.0 GB available' });
    expect(checkMemory(3e8, 8e9)).toMatchObject({ status: 'warn' });
    expect(checkMemory().status).toMatch(/ok|warn/);
  });
});
