import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commonProblems } from './common-problems.js';
import { Problem } from './problem.js';
import { sendProblem } from './problem-filter.js';
import { isReadable } from './readable-text.js';

/** Texts of the requests that hold what no text holds are refused before anything is read from them. */
export function readBodies(adapter: FastifyAdapter, limits: { HTTP_BODY_LIMIT_BYTES: number }): void {
  const server = adapter.getInstance<FastifyInstance>();
  const parseJson = server.getDefaultJsonParser('error', 'error');
  const options = { bodyLimit: limits.HTTP_BODY_LIMIT_BYTES };
  adapter.useBodyParser('application/json', false, options, (request, body: Buffer, done) => {
    // Fastify would put U+FFFD in the place of bytes that are no UTF-8: a name that came as GB18030 would be lost.
    const text = textOf(body);
    if (text === undefined) done(notUtf8());
    else void parseJson(request, text, done);
  });
  // Fastify reads plain text by itself; no route takes it.
  server.removeContentTypeParser('text/plain');
  server.addHook('preParsing', (request, reply, payload, done) => {
    if (isPlain(request)) done(null, payload);
    else sendProblem(reply, new Problem(commonProblems['unsupported-media-type']));
  });
  server.addHook('preValidation', ({ body, query, params }, reply, done) => {
    if (isReadable(query) && isReadable(params) && isReadable(body)) done();
    else sendProblem(reply, new Problem(commonProblems['bad-request']));
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const notUtf8 = () =>
  new Problem(commonProblems['bad-request'], { detail: 'The body is not encoded in UTF-8.' });

/** Nothing is unpacked, and only a CSV file may be in another encoding than UTF-8: its own reader finds out which. */
function isPlain({ headers }: FastifyRequest): boolean {
  const type = headers['content-type'] ?? '';
  const [, charset] = /;\s*charset="?([^";\s]*)/i.exec(type) ?? [];
  const isEncoded = (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
  return !isEncoded && (/^text\/csv\b/i.test(type) || charset === undefined || /^utf-?8$/i.test(charset));
}
