import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { commonProblems } from './common-problems.js';
import { Problem } from './problem.js';
import type { Settings } from './settings.js';

/** What a file may be sent as by itself; a form in a browser sends it as a part of `multipart/form-data`. */
const FILES = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];

/** An uploaded file reaches its route as a Buffer, however it was sent; a form without a file as undefined. */
export function takeUploads(
  server: FastifyInstance,
  { HTTP_UPLOAD_LIMIT_BYTES: limit }: Pick<Settings, 'HTTP_UPLOAD_LIMIT_BYTES'>,
): void {
  server.addContentTypeParser(FILES, { parseAs: 'buffer', bodyLimit: limit }, (_, body, done) =>
    done(null, body),
  );
  void server.register(multipart, { limits: { fileSize: limit, files: 1, fields: 10, fieldSize: 1_000 } });
  server.addHook('preValidation', async (request: FastifyRequest) => {
    if (request.isMultipart()) request.body = await fileOf(request);
  });
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
