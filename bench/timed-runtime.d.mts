import type { EmbeddedEngineOptions } from '@maaza/core';

export declare function timeRuntime(onnxruntime: typeof import('onnxruntime-node')): {
  readonly runtime: NonNullable<EmbeddedEngineOptions['runtime']>;
  /** milliseconds that it was at work since this was asked last */
  takeMs(): number;
};
