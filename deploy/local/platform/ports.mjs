import { createServer } from 'node:net';
import { Sentence } from '../sentence.mjs';

const given = new Set();

/**
 * A free port: `preferred`, or the next in steps of ten that nobody listens on, so that neighbours keep theirs.
 * No port is given twice by one process.
 */
export async function freePort(preferred) {
  for (let port = preferred; port < preferred + 1_000; port += 10) {
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Sentence(
    `Ports ${preferred}, ${preferred + 10} and so on to ${preferred + 990} are all taken: end one of the programs there.`,
  );
}

/** Some systems let two programs share a port on different addresses, so both addresses are tried. */
async function isFree(port) {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'));
}

function canListen(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
