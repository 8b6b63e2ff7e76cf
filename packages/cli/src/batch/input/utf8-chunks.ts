import { createReadStream } from 'node:fs';
import { usageError } from '../../errors/cli-error.js';
import { fileProblem } from './file-problem.js';

const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_MARK = [0xff, 0xfe];

const startsWith = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);

/**
 * The bytes of a text file as UTF-8, without a byte order mark. UTF-16 with one (as PowerShell writes it) is converted.
 * @throws {CliError} `invalid_request` where the file cannot be read
 */
export async function* utf8Chunks(path: string): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let isFirst = true;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let bytes = chunk;
      if (isFirst && startsWith(bytes, UTF8_MARK)) bytes = bytes.subarray(UTF8_MARK.length);
      if (isFirst && startsWith(bytes, UTF16_MARK)) decoder = new TextDecoder('utf-16le');
      isFirst = false;
      yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
    }
    if (decoder !== undefined) yield Buffer.from(decoder.decode());
  } catch (error) {
    throw fileProblem(path, error);
  } finally {
    stream.destroy();
  }
}

/**
 * The same, where all of it must be UTF-8: a decoder that puts a replacement character in its place would damage names silently.
 * @throws {CliError} `invalid_request`
 */
export async function* strictUtf8Text(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Buffer) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw usageError(`${path} is not UTF-8 text; convert it first`, { file: path });
    }
  };
  for await (const chunk of utf8Chunks(path)) yield decode(chunk);
  yield decode();
}
