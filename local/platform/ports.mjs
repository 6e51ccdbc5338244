import { createServer } from 'node:net';
import { Sentence } from '../sentence.mjs';

const given = new Set();

/** A free port: `preferred`, or the next that nobody listens on. No port is given twice by one process. */
export async function freePort(preferred) {
  for (let port = preferred; port < preferred + 200; port++) {
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Sentence(
    `All ports from ${preferred} to ${preferred + 199} are taken: end one of the programs there.`,
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
