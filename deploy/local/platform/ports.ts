import { createServer } from 'node:net';
import { UserFacingError } from '../user-facing-error.mjs';

const given = new Set<number>();

/**
 * A free port: `preferred`, or the next in steps of ten that nobody listens on, so that neighbours keep theirs.
 * No port is given twice by one process.
 */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 1_000; port += 10) {
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new UserFacingError(
    `Ports ${preferred}, ${preferred + 10} and so on to ${preferred + 990} are all taken: end one of the programs there.`,
  );
}

/** Some systems let two programs share a port on different addresses, so both addresses are tried. */
async function isFree(port: number) {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'));
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
