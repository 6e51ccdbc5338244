import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Callers that never pause leave no processor time to those who start. */
const PAUSE_MS = 40;

/** One request and what came of it: a status, or the code of what broke its connection. */
export interface Call {
  readonly path: string;
  readonly outcome: number | string;
  readonly body?: any;
}

type Next = () => { path: string; token: string; body?: object };

/**
 * Callers that keep their connections and send one request after the other, with a short pause between them. Nothing is sent a second time: what breaks
 * counts as dropped.
 */
export class Callers {
  readonly calls: Call[] = [];
  readonly #agent: Agent;
  readonly #working: Promise<void>[];
  #stopped = false;

  constructor(
    private readonly url: string,
    count: number,
    next: Next,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: count });
    this.#working = Array.from({ length: count }, () => this.#work(next));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#working);
    this.#agent.destroy();
  }

  async #work(next: Next): Promise<void> {
    while (!this.#stopped) {
      this.calls.push(await this.#send(next()));
      await sleep(PAUSE_MS);
    }
  }

  #send({ path, token, body }: ReturnType<Next>): Promise<Call> {
    return new Promise((resolve) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
      };
      const sent = request(this.url + path, { agent: this.#agent, method: body ? 'POST' : 'GET', headers });
      sent.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve({ path, outcome: code }));
      sent.on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => resolve({ path, outcome: code }));
        answer.on('end', () => resolve({ path, outcome: answer.statusCode!, body: JSON.parse(text) }));
      });
      sent.end(body && JSON.stringify(body));
    });
  }
}
