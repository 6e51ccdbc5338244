import type { FastifyInstance, FastifyRequest } from 'fastify';
import multipart from '@fastify/multipart';
import { type FastifyAdapter, RouteConfig } from '@nestjs/platform-fastify';
import { commonProblems } from './common-problems.js';
import { sendProblem } from './problem-filter.js';
import { Problem } from './problem.js';
import type { Settings } from './settings.js';

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

/** What a file may be sent as by itself; a form in a browser sends it as a part of `multipart/form-data`. */
const FILES = [
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'image/jpeg',
  'image/png',
  'application/pdf',
  'application/zip',
];

/** An uploaded file reaches its route as a Buffer, however it was sent; a form without a file as undefined. */
export function takeUploads(
  server: FastifyInstance,
  { HTTP_UPLOAD_LIMIT_BYTES: limit }: Pick<Settings, 'HTTP_UPLOAD_LIMIT_BYTES'>,
): void {
  server.addHook('onRequest', (request, reply, done) => {
    const refused = refusalOf(request);
    if (refused) sendProblem(reply, refused);
    else done();
  });
  server.addContentTypeParser(FILES, { parseAs: 'buffer', bodyLimit: limit }, (_, body, done) =>
    done(null, body),
  );
  void server.register(multipart, { limits: { fileSize: limit, files: 1, fields: 10, fieldSize: 1_000 } });
  server.addHook('preValidation', async (request: FastifyRequest) => {
    if (request.isMultipart()) request.body = await fileOf(request);
  });
}

/** A route that takes files; no other has one read for it. */
export const TakesFile = (): MethodDecorator => RouteConfig(TAKES_FILE);
const TAKES_FILE = { takesFile: true };

/** Before a byte of a file is read: whether the route takes one, and at least something like a token is there. */
function refusalOf({ headers, routeOptions, is404 }: FastifyRequest): Problem | undefined {
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type !== 'multipart/form-data' && !FILES.includes(type)) return undefined;
  if (is404) return new Problem(commonProblems['not-found']);
  const { takesFile, answersNoMethod } = routeOptions.config as { takesFile?: true; answersNoMethod?: true };
  if (answersNoMethod) return undefined;
  if (!takesFile) return new Problem(commonProblems['unsupported-media-type']);
  return headers.authorization ? undefined : new Problem(commonProblems['token-missing']);
}

/** @throws Problem where the form breaks off or does not say what parts its fields */
async function fileOf(request: FastifyRequest): Promise<Buffer | undefined> {
  try {
    return await (await request.file())?.toBuffer();
  } catch (error) {
    const hasStatus = (error as { statusCode?: number }).statusCode !== undefined;
    throw hasStatus ? error : new Problem(commonProblems['bad-request']);
  }
}

/** Control characters but for tab and line ends: nobody types them, PostgreSQL keeps no NUL, a page may not show them. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * Whether all texts in a value, its names included, are texts: without control characters, and without half a surrogate
 * pair, in whose place other text would be stored. Bytes are not looked into.
 */
function isReadable(value: unknown): boolean {
  // Not by recursion: a body of a mebibyte can be nested some hundred thousand deep.
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string' && (CONTROL.test(next) || !next.isWellFormed())) return false;
    if (typeof next !== 'object' || next === null || Buffer.isBuffer(next)) continue;
    for (const [name, each] of Object.entries(next)) left.push(name, each);
  }
  return true;
}
