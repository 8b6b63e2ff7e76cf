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
}
