import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  /** @default 200 */
  readonly status?: number;
  /** the message of the model; for another status the whole body */
  readonly content: string;
}

/** A server with the chat completions API of OpenAI, whose model is a function. */
export async function startCompletionsServer() {
  let answer: (text: string) => Answer | Promise<Answer> = () => ({ content: '{}' });
  const asked: string[] = [];
  const keys = new Set<string | undefined>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    keys.add(request.headers.authorization);
    const { messages } = JSON.parse(body) as { messages: { content: string }[] };
    const text = messages.at(-1)!.content;
    asked.push(text);
    const { status = 200, content } = await answer(text);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(status === 200 ? JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }) : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** texts that the model was asked about, in their order */
    asked,
    /** `authorization` of the requests */
    keys,
    /** From now on the model answers so. */
    answerWith(next: typeof answer) {
      answer = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
