import { createServer, connect } from 'node:net';

/** A TCP proxy between one client and one server, that can be shut, made slow, or swallow everything. */
export class TcpDoor {
  #server;
  #pairs = new Set();
  #isShut = false;
  #isMute = false;
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
    this.#cut();
  }

  /**
   * From now on nothing arrives in either direction, not even that the other side has closed, and nobody is told.
   * Neither side can go on with a connection that has lost bytes, so all are cut by {@link reopen}.
   */
  mute() {
    this.#isMute = true;
  }

  reopen() {
    if (this.#isMute) this.#cut();
    this.#isMute = false;
    this.#isShut = false;
    this.delay = 0;
  }

  close() {
    this.shut();
    this.#server.close();
  }

  #cut() {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  #pass(client, target) {
    if (this.#isShut) {
      client.resetAndDestroy();
      return;
    }
    const pair = [client, connect(target, '127.0.0.1')];
    this.#pairs.add(pair);
    for (const [from, to] of [pair, pair.toReversed()]) {
      from.setNoDelay(true);
      from.on('data', (bytes) => this.#forward(bytes, to));
      from.on('error', () => {}); // 'close' follows
      from.on('close', () => this.#forget(pair, to));
    }
  }

  /** While the door is mute, the other side does not hear of it; then all pairs are cut anyway. */
  #forget(pair, other) {
    if (this.#isMute) return;
    other.destroy();
    this.#pairs.delete(pair);
  }

  #forward(bytes, to) {
    if (this.#isMute) return;
    if (this.delay === 0) to.write(bytes);
    else setTimeout(() => to.destroyed || this.#isMute || to.write(bytes), this.delay);
  }
}
