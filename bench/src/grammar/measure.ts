import type { BenchCase } from './cases.js';
import type { MaskEngine } from './engines.js';

export interface Measurements {
  readonly engine: string;
  schemas: number;
  refused: number;
  /** instances whose every token was taken */
  instances: number;
  rejectedInstances: number;
  readonly compileMs: number[];
  /** one mask and one accepted token, as MaskBench counts */
  readonly maskUs: number[];
}

/** MaskBench's loop: compile, then for every token of every valid instance a mask and a commit. */
export function measure(engine: MaskEngine, cases: readonly BenchCase[]): Measurements {
  const result: Measurements = {
    engine: engine.name,
    schemas: cases.length,
    refused: 0,
    instances: 0,
    rejectedInstances: 0,
    compileMs: [],
    maskUs: [],
  };
  for (const { schema, instances } of cases) {
    const start = performance.now();
    let open: ReturnType<MaskEngine['compile']>;
    try {
      open = engine.compile(schema);
    } catch {
      result.refused++;
      continue;
    }
    result.compileMs.push(performance.now() - start);
    for (const ids of instances) {
      if (follow(open, ids, result.maskUs)) result.instances++;
      else result.rejectedInstances++;
    }
  }
  return result;
}

function follow(open: ReturnType<MaskEngine['compile']>, ids: readonly number[], maskUs: number[]): boolean {
  try {
    const session = open();
    for (const id of ids) {
      const start = performance.now();
      session.fillMask();
      const taken = session.commit(id);
      maskUs.push((performance.now() - start) * 1000);
      if (!taken) return false;
    }
    return true;
  } catch {
    // Engines throw where a mask is empty or a token is refused.
    return false;
  }
}

/** Nearest-rank percentile; 0 of an empty list. */
export function percentile(values: readonly number[], rank: number): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1))]!;
}
