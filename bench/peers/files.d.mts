/** What `setup.sh` makes, and the embedded model that it is made of. */
export declare const files: {
  readonly model: string;
  readonly gguf: string;
  readonly transformers: string;
  readonly transformersParent: string;
  readonly transformersName: string;
  readonly baseGguf: string | undefined;
};
