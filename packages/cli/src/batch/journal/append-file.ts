import { closeSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { outputError } from '../output/output-error.js';

const syncFile = promisify(fdatasync);

/** A file that only grows. Every failure is `output_unwritable` and names the file. */
export class AppendFile {
  readonly #path: string;
  readonly #fd: number;
  #length: number;

  /**
   * Opens or makes it.
   * @param length - what is longer is cut off. @default all that is there
   */
  constructor(path: string, length?: number) {
    this.#path = path;
    try {
      this.#fd = openSync(path, 'a');
      if (length !== undefined) ftruncateSync(this.#fd, length);
      this.#length = fstatSync(this.#fd).size;
    } catch (error) {
      throw outputError(path, error);
    }
  }

  get length(): number {
    return this.#length;
  }

  /** Returns when the bytes are with the system: they survive this process, not yet the machine. */
  append(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#fd, bytes, written);
    } catch (error) {
      throw outputError(this.#path, error);
    }
    this.#length += bytes.length;
  }

  /** Resolves when everything up to now survives the machine. */
  async sync(): Promise<void> {
    try {
      await syncFile(this.#fd);
    } catch (error) {
      throw outputError(this.#path, error);
    }
  }

  /** Synced first. */
  close(): void {
    try {
      fsyncSync(this.#fd);
      closeSync(this.#fd);
    } catch (error) {
      throw outputError(this.#path, error);
    }
  }
}
