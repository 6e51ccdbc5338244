import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Pair = [Socket, Socket];

/** A TCP proxy between one client and one server, that can be shut, made slow, or swallow everything. */
export class TcpProxy {
  /** the one that the client has to use, once it is open */
  port = 0;
  /** Milliseconds that each piece of data is held up. */
  delay = 0;
  #server: Server;
  #pairs = new Set<Pair>();
  #isShut = false;
  #isMute = false;

  /** @param target port of the server on this machine */
  constructor(target: number) {
    this.#server = createServer((client) => this.#pass(client, target));
  }

  /** @returns the port that the client has to use */
  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    return this.port;
  }

  /** Cuts what is connected, and lets nobody in. */
  shut(): void {
    this.#isShut = true;
    this.#cut();
  }

  /**
   * From now on nothing arrives in either direction, not even that the other side has closed, and nobody is told.
   * Neither side can go on with a connection that has lost bytes, so all are cut by {@link reopen}.
   */
  mute(): void {
    this.#isMute = true;
  }

  reopen(): void {
    if (this.#isMute) this.#cut();
    this.#isMute = false;
    this.#isShut = false;
    this.delay = 0;
  }

  close(): void {
    this.shut();
    this.#server.close();
  }

  #cut() {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  #pass(client: Socket, target: number) {
    if (this.#isShut) {
      client.resetAndDestroy();
      return;
    }
    const pair: Pair = [client, connect(target, '127.0.0.1')];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, pair.toReversed() as Pair]) {
      from.setNoDelay(true);
      from.on('data', (bytes) => this.#forward(bytes, to));
      from.on('error', () => {}); // 'close' follows
      from.on('close', () => this.#forget(pair, to));
    }
  }

  /** While the proxy is mute, the other side does not hear of it; then all pairs are cut anyway. */
  #forget(pair: Pair, other: Socket) {
    if (this.#isMute) return;
    other.destroy();
    this.#pairs.delete(pair);
  }

  #forward(bytes: Buffer, to: Socket) {
    if (this.#isMute) return;
    if (this.delay === 0) to.write(bytes);
    else setTimeout(() => to.destroyed || this.#isMute || to.write(bytes), this.delay);
  }
}
