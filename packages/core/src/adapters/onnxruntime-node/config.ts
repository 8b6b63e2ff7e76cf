/** The few members of onnxruntime that are called, so that its types force no dependency on users. */
export interface OrtTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

export interface OrtSession {
  run(feeds: Record<string, OrtTensor>, fetches: Record<string, OrtTensor | null>): Promise<Record<string, OrtTensor>>;
  release(): Promise<void>;
}

export interface OrtModule {
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => OrtTensor;
  readonly InferenceSession: { create(model: Uint8Array, options: Record<string, unknown>): Promise<OrtSession> };
}

export interface OnnxLanguageModelConfig {
  /** the runtime itself. @default the installed onnxruntime-node */
  readonly runtime?: OrtModule;
  /** threads inside one operator, 1 … 64. @default the cores that this process may use */
  readonly threads?: number;
  /**
   * How activations become 8-bit numbers: with a scale of each row, so that an answer does not depend on how its tokens are cut into runs,
   * or with one scale for a whole run, which is the arithmetic of the reference decoder behind the golden cases. @default 'row'
   */
  readonly activationScale?: 'row' | 'run';
  /**
   * Sequences that may share a forward pass, 1 … 16. With 1 no second graph is ever loaded, which saves 140 MB; answers are the same.
   * @default 4, or 1 with `activationScale: 'run'`
   */
  readonly maxBatch?: number;
}
