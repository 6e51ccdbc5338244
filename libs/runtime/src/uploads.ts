import multipart from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commonProblems } from './common-problems.js';
import { Problem } from './problem.js';
import { sendProblem } from './problem-filter.js';
import type { Settings } from './settings.js';

/** What a file may be sent as by itself; a form in a browser sends it as a part of `multipart/form-data`. */
const FILES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];

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
  const { takesFile } = routeOptions.config as { takesFile?: boolean };
  if (!takesFile) return new Problem(commonProblems['unsupported-media-type']);
  return headers.authorization ? undefined : new Problem(commonProblems['token-missing']);
}

/** @throws Problem where the form breaks off or does not say what parts its fields */
async function fileOf(request: FastifyRequest): Promise<Buffer | undefined> {
  try {
    return await (await request.file())?.toBuffer();
  } catch (error) {
    const isTold = (error as { statusCode?: number }).statusCode !== undefined;
    throw isTold ? error : new Problem(commonProblems['bad-request']);
  }
}
