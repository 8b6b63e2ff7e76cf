import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { abortedError, CliError, usageError } from '../errors/cli-error.js';

/** Far above what a model reads at once; keeps an endless pipe or a disk image from filling the memory. */
export const MAX_INPUT_BYTES = 16 * 1024 * 1024;
/** The same for documents, which hold pictures and fonts beside their text. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a file to its end.
 * @throws {CliError} `invalid_request` where it cannot be read, `text_too_long` above `maxBytes`
 */
export async function readFileBytes(path: string, signal: AbortSignal, maxBytes: number = MAX_INPUT_BYTES): Promise<Buffer> {
  try {
    return await readBytes(createReadStream(path), path, signal, maxBytes);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw usageError(`cannot read ${path}: ${reasonOf(error)}`, { file: path });
  }
}

/**
 * Reads a stream to its end.
 * @param name - for the message
 * @throws {CliError} `text_too_long` above `maxBytes`, `aborted`; the stream's own errors
 */
export async function readBytes(stream: Readable, name: string, signal: AbortSignal, maxBytes: number = MAX_INPUT_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of addAbortSignal(signal, stream)) {
      const buffer = Buffer.from(chunk as Buffer | string);
      bytes += buffer.length;
      if (bytes > maxBytes) throw tooLong(name, maxBytes);
      chunks.push(buffer);
    }
  } catch (error) {
    throw signal.aborted ? abortedError() : error;
  }
  return Buffer.concat(chunks);
}

export const tooLong = (name: string, limitBytes: number) =>
  new CliError('text_too_long', `${name} is longer than ${limitBytes} bytes`, { details: { limitBytes } });

/** Decodes UTF-8, or UTF-16 with a byte order mark (as PowerShell writes it), which is not part of the text; `undefined` for anything else. */
export function tryDecodeText(bytes: Uint8Array): string | undefined {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Decodes what has to be text: a schema, a configuration.
 * @throws {CliError} `invalid_request` for anything else: guessing an encoding would damage names silently
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = tryDecodeText(bytes);
  if (text === undefined) throw usageError(`${name} is not UTF-8 text`, { file: name });
  return text;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is not a folder',
  ENAMETOOLONG: 'the name is too long',
};

/** Why a file cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return reasons[code] ?? code ?? 'unknown reason';
}
