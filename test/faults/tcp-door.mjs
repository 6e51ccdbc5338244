import { createServer, connect } from 'node:net';

/** A TCP proxy between one client and one server, that can be shut, or made slow. */
export class TcpDoor {
  #server;
  #pairs = new Set();
  #isShut = false;
  /** Milliseconds that each piece of data is held up. */
  delay = 0;

  /** @param {number} target port of the server on this machine */
  constructor(target) {
    this.#server = createServer((client) => this.#pass(client, target));
  }

  /** @returns {Promise<number>} the port that the client has to use */
  async open(port = 0) {
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this.#server.address().port;
  }

  /** Cuts what is connected, and lets nobody in. */
  shut() {
    this.#isShut = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  reopen() {
    this.#isShut = false;
    this.delay = 0;
  }

  close() {
    this.shut();
    this.#server.close();
  }

  #pass(client, target) {
    if (this.#isShut) {
      client.resetAndDestroy();
      return;
    }
    const server = connect(target, '127.0.0.1');
    const pair = [client, server];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, pair.toReversed()]) {
      from.setNoDelay(true);
      from.on('data', (bytes) => this.#forward(bytes, to));
      from.on('error', () => to.destroy());
      from.on('close', () => (to.destroy(), this.#pairs.delete(pair)));
    }
  }

  #forward(bytes, to) {
    if (this.delay === 0) to.write(bytes);
    else setTimeout(() => to.destroyed || to.write(bytes), this.delay);
  }
}
