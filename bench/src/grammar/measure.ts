import type { BenchCase } from './cases.js';
import type { MaskEngine } from './engines.js';

export interface Measurements {
  readonly engine: string;
  schemas: number;
  refused: number;
  /** instances whose every token was taken */
  instances: number;
  rejectedInstances: number;
  /** schemas whose instances were given up when their time was over */
  cutShort: number;
  readonly compileMs: number[];
  /** CPU time of all threads, those that collect garbage and optimise code included */
  readonly compileCpuMs: number[];
  /** one mask and one accepted token, as MaskBench counts */
  readonly maskUs: number[];
}

/** After this long the rest of a schema's instances is left out, so that a slow engine cannot stop the bench. */
const secondsPerSchema = 2;

/** CPU time of this process in milliseconds: on a machine that does other work too, the clock on the wall measures that as well. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** MaskBench's loop: compile, then for every token of every valid instance a mask and a commit. */
export function measure(engine: MaskEngine, cases: readonly BenchCase[]): Measurements {
  const result: Measurements = {
    engine: engine.name,
    schemas: cases.length,
    refused: 0,
    instances: 0,
    rejectedInstances: 0,
    cutShort: 0,
    compileMs: [],
    compileCpuMs: [],
    maskUs: [],
  };
  for (const { schema, instances } of cases) {
    const deadline = performance.now() + secondsPerSchema * 1000;
    const cpuStart = cpuMs();
    const start = performance.now();
    let open: ReturnType<MaskEngine['compile']>;
    try {
      open = engine.compile(schema);
    } catch {
      result.refused++;
      continue;
    }
    result.compileMs.push(performance.now() - start);
    result.compileCpuMs.push(cpuMs() - cpuStart);
    for (const ids of instances) {
      const outcome = follow(open, ids, result.maskUs, deadline);
      if (outcome === 'followed') result.instances++;
      else if (outcome === 'rejected') result.rejectedInstances++;
      else {
        result.cutShort++;
        break;
      }
    }
  }
  return result;
}

type Outcome = 'followed' | 'rejected' | 'cut_short';

function follow(open: ReturnType<MaskEngine['compile']>, ids: readonly number[], maskUs: number[], deadline: number): Outcome {
  try {
    const session = open();
    for (const id of ids) {
      if (performance.now() > deadline) return 'cut_short';
      const start = performance.now();
      session.fillMask();
      const taken = session.commit(id);
      maskUs.push((performance.now() - start) * 1000);
      if (!taken) return 'rejected';
    }
    return 'followed';
  } catch {
    // Engines throw where a mask is empty or a token is refused.
    return 'rejected';
  }
}

/** Nearest-rank percentile; 0 of an empty list. */
export function percentile(values: readonly number[], rank: number): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1))]!;
}
