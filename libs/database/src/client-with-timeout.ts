import pg from 'pg';

/**
 * A client that gives up its connection when a statement is not answered in time: a server that fell silent without
 * closing anything (a network that drops packets, a host that lost its power) would be waited for until the kernel
 * gives up, which takes a quarter of an hour.
 *
 * pg's own `query_timeout` is no cure. It rejects the statement and keeps the connection, on which the answer may still
 * come; typeorm then puts it back into the pool. Here the socket is destroyed: all that waits on the client rejects, and
 * the pool drops it.
 */
export function clientWithTimeout(timeoutMs: number): typeof pg.Client {
  class ClientWithTimeout extends pg.Client {
    // pg's overloads cannot be written again
    override query(...statement: any[]): any {
      const answer: unknown = super.query(...(statement as Parameters<pg.Client['query']>));
      if (answer instanceof Promise) this.giveUpUnless(answer);
      return answer;
    }

    private giveUpUnless(answer: Promise<unknown>): void {
      const timer = setTimeout(() => this.connection.stream.destroy(new SilentServer(timeoutMs)), timeoutMs);
      const answered = () => clearTimeout(timer);
      answer.then(answered, answered);
    }
  }
  return ClientWithTimeout;
}

/** Passes: it says nothing of the statement. */
class SilentServer extends Error {
  override readonly name = 'SilentServer';
  readonly code = 'ETIMEDOUT';

  constructor(timeoutMs: number) {
    super(`The database did not answer a statement for ${timeoutMs} ms.`);
  }
}
