import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { arch, platform, versions } from 'node:process';
import { formatBytes } from '../output/units.js';
import { cgroupCpuLimit, readSystemFile } from './cgroup.js';
import type { CheckResult } from './check.js';

const OLDEST_NODE = [20, 19] as const;
/** The weights, the KV cache and Node itself. */
const NEEDED_BYTES = 700 * 1024 ** 2;

/** Node.js: the oldest version that all parts of the library run on. */
export function checkNode(version: string = versions.node): CheckResult {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOk = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const message = isOk ? version : `${version}; ${OLDEST_NODE.join('.')} or newer is needed`;
  return { name: 'node', status: isOk ? 'ok' : 'fail', message, details: { version } };
}

/** Processor, and what the operating system and the container leave of it. */
export function checkCpu(cpuInfo: string | undefined = readSystemFile('/proc/cpuinfo'), limit = cgroupCpuLimit()): CheckResult {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const cores = availableParallelism();
  const flags = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(cpuInfo ?? '')?.[1]?.split(' '));
  const instructions = ['avx2', 'avx512f', 'avx512_vnni', 'avx_vnni', 'asimddp'].filter((flag) => flags.has(flag));
  // Known only where the system lists its flags; the int8 kernels without AVX2 are several times slower.
  const lacksAvx2 = arch === 'x64' && flags.size > 0 && !flags.has('avx2');
  const parts = [`${model}, ${platform} ${arch}, ${cores} cores`];
  if (limit !== undefined) parts.push(`limited to ${Number(limit.toFixed(2))} by a control group`);
  if (instructions.length > 0) parts.push(instructions.join(' '));
  if (lacksAvx2) parts.push('no AVX2: slow');
  if (limit !== undefined && limit < 1) parts.push('less than one core: slow');
  const status = lacksAvx2 || (limit !== undefined && limit < 1) ? 'warn' : 'ok';
  return {
    name: 'cpu',
    status,
    message: parts.join('; '),
    details: { model, platform, arch, cores, cgroupLimit: limit ?? null, instructions },
  };
}

/** Memory that a process here can still get. `process.availableMemory` knows the limits of containers. */
export function checkMemory(availableBytes = process.availableMemory?.() ?? freemem(), totalBytes = totalBytesHere()): CheckResult {
  const status = availableBytes >= NEEDED_BYTES ? 'ok' : 'warn';
  const need = status === 'ok' ? '' : `; up to ${formatBytes(NEEDED_BYTES)} are needed`;
  const message = `${formatBytes(availableBytes)} of ${formatBytes(totalBytes)} available${need}`;
  return { name: 'memory', status, message, details: { availableBytes, totalBytes, neededBytes: NEEDED_BYTES } };
}

function totalBytesHere(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
