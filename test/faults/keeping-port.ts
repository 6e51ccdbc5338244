import { createServer } from 'node:net';

/** Does the work while nobody else can take the port of a server that is down: it has to come back where it was. */
export async function keepingPort(port: number, work: () => Promise<unknown>): Promise<void> {
  const keeper = createServer((socket) => socket.resetAndDestroy());
  await new Promise<void>((resolve) => {
    keeper.once('error', () => resolve()); // taken after all; then the server's start says so
    keeper.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  try {
    await work();
  } finally {
    await new Promise((resolve) => keeper.close(resolve));
  }
}
