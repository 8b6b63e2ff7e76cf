import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { ServerError } from './server-error.js';

export interface JsonBodyLimits {
  readonly maxBodyBytes: number;
  readonly maxDepth: number;
}

interface WithRawBody extends Request {
  rawBody?: Buffer;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = [0x5b, 0x7b];
const CLOSE = [0x5d, 0x7d];

/** How deep arrays and objects nest in the bytes of a JSON text, looked at before anything walks into them. */
function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPEN.includes(byte)) deepest = Math.max(deepest, ++depth);
    else if (CLOSE.includes(byte)) depth--;
  }
  return deepest;
}

function toServerError(error: unknown, { maxBodyBytes }: JsonBodyLimits): unknown {
  const { type } = error as { type?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new ServerError('payload_too_large', `the body is larger than ${maxBodyBytes} bytes`, { details: { limit: maxBodyBytes } });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new ServerError('unsupported_media_type', 'the body must be JSON in UTF-8; gzip, deflate and br are read');
    case 'request.aborted':
    case 'request.size.invalid':
      return new ServerError('aborted', 'the body ended early');
    // Its message would repeat a part of the body.
    case 'entity.parse.failed':
      return new ServerError('invalid_request', 'the body is not JSON');
    default:
      // Broken compression is told without a type.
      return error instanceof ServerError || !(error as { code?: string }).code?.startsWith('Z_')
        ? error
        : new ServerError('invalid_request', 'the body cannot be decompressed');
  }
}

/** Makes the function that reads a request's JSON body, as an object and as the bytes it was. */
export function createJsonBodyReader(limits: JsonBodyLimits) {
  const parse = express.json({
    limit: limits.maxBodyBytes,
    type: () => true,
    verify: (request: WithRawBody, _response, bytes) => {
      if (!isUtf8(bytes)) throw new ServerError('unsupported_media_type', 'the body must be JSON in UTF-8');
      if (depthOf(bytes) > limits.maxDepth) {
        throw new ServerError('invalid_request', `the body nests deeper than ${limits.maxDepth} levels`, {
          details: { limit: limits.maxDepth },
        });
      }
      request.rawBody = bytes;
    },
  });
  return async (request: Request, response: Response): Promise<{ readonly value: unknown; readonly text: string }> => {
    if (request.headers['content-type'] !== undefined && !request.is('application/json')) {
      request.resume();
      throw new ServerError('unsupported_media_type', 'send Content-Type: application/json');
    }
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: unknown) => (error ? reject(toServerError(error, limits)) : resolve()));
    });
    const { rawBody } = request as WithRawBody;
    return { value: request.body, text: rawBody?.toString('utf8') ?? '' };
  };
}
