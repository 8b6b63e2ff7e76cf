import type { Server, ServerResponse } from 'node:http';

/** The answers that a server owes, and who is connected. */
export class OpenResponses {
  readonly #open = new Set<ServerResponse>();
  #gate: Promise<void> | undefined;
  #closesAfterAnswer = false;
  /** how often somebody has connected */
  arrivals = 0;
  /** connections that are open, idle ones too */
  connections = 0;

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.arrivals++;
      this.connections++;
      socket.once('close', () => this.connections--);
    });
    server.prependListener('request', (_request, response) => this.#track(response));
  }

  get size(): number {
    return this.#open.size;
  }

  /** Answers wait from now on. @returns a function that lets them go */
  hold(): () => void {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#gate = gate;
    return () => {
      this.#gate = undefined;
      release();
    };
  }

  /** Each connection ends with its next answer. */
  closeAfterAnswer(): void {
    this.#closesAfterAnswer = true;
    for (const response of this.#open) if (!response.headersSent) response.setHeader('connection', 'close');
  }

  #track(response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => this.#open.delete(response));
    if (this.#closesAfterAnswer) response.setHeader('connection', 'close');
    const end = response.end.bind(response) as (...parameters: unknown[]) => ServerResponse;
    response.end = ((...parameters: unknown[]) => {
      if (!this.#gate) return end(...parameters);
      void this.#gate.then(() => end(...parameters));
      return response;
    }) as ServerResponse['end'];
  }
}
