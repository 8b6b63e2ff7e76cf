import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A stretch of bad network in front of a real server. */
export interface TcpProxy {
  readonly port: number;
  /** cuts every connection that is open now */
  dropConnections(): void;
  /** holds back what the server sends, from now on */
  setDelayMs(delayMs: number): void;
  /** new connections are cut at once while this is true */
  setDown(isDown: boolean): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let delay = 0;
  let isDown = false;
  const server = createServer((client) => {
    if (isDown) return void client.destroy();
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      if (delay === 0) client.write(data);
      else setTimeout(() => client.writable && client.write(data), delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dropConnections = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    dropConnections,
    setDelayMs: (delayMs) => {
      delay = delayMs;
    },
    setDown: (down) => {
      isDown = down;
    },
    close: async () => {
      dropConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
