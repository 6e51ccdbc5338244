import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that can fall silent: it goes on taking data and passes on none, and closes nothing. Or it is shut. */
export class MuffledDoor {
  isSilent = false;
  private isShut = false;
  /** Of clients that are connected. */
  readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => this.pass(client));

  private constructor(private readonly target: { host: string; port: number }) {}

  /** @returns the door, and the address with the door in place of its server */
  static async before(address: string): Promise<{ door: MuffledDoor; url: string }> {
    const url = new URL(address);
    const door = new MuffledDoor({ host: url.hostname, port: Number(url.port) });
    await new Promise<void>((resolve) => door.server.listen(0, '127.0.0.1', resolve));
    url.hostname = '127.0.0.1';
    url.port = String((door.server.address() as { port: number }).port);
    return { door, url: url.href };
  }

  /** Whoever is connected is cut off, and so is whoever comes. */
  shut(): void {
    this.isShut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  open(): void {
    this.isShut = false;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private pass(client: Socket): void {
    if (this.isShut) return void client.destroy();
    const server = connect(this.target);
    this.sockets.add(client);
    client.on('close', () => this.sockets.delete(client));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('data', (bytes) => this.isSilent || to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
  }
}
