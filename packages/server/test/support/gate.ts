import { request } from 'node:http';

export interface GatedRequest {
  readonly url: string;
  readonly key: string;
  readonly body: unknown;
}

/**
 * Requests that have all arrived before one of them can be finished: each is sent but for its last byte, the server has it open, and then
 * the last bytes go out together. Without that, the first would be done before the last has come, and no race would ever be seen.
 */
export async function sendAtOnce(
  requests: readonly GatedRequest[],
): Promise<readonly { readonly status: number; readonly body: string }[]> {
  let arrived = 0;
  let open: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return Promise.all(
    requests.map(
      ({ url, key, body }) =>
        new Promise<{ status: number; body: string }>((resolve, reject) => {
          const text = Buffer.from(JSON.stringify(body));
          const sent = request(`${url}/v1/extract`, {
            method: 'POST',
            agent: false,
            headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': text.length },
          });
          sent.once('error', reject);
          sent.once('response', (response) => {
            let answer = '';
            response.setEncoding('utf8').on('data', (chunk: string) => {
              answer += chunk;
            });
            response.once('end', () => resolve({ status: response.statusCode!, body: answer }));
          });
          sent.write(text.subarray(0, -1), () => {
            // Time for the server to read who is asking; then all at once.
            if (++arrived === requests.length) setTimeout(open, 200);
          });
          void gate.then(() => sent.end(text.subarray(-1)));
        }),
    ),
  );
}
