import { createHash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { Decision } from '#aggregates/rules';
import { commonProblems, Problem, type ProblemList, Refuses, TakesFile } from '#runtime';
import { fileProblems } from './file-problems.js';

/** What a file is named by in events, histories and lists. */
export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A route that takes a file, as a form or by itself. @param types media types that it may be sent as */
export const TakesUpload = (types: readonly string[], description: string): MethodDecorator =>
  applyDecorators(
    TakesFile(),
    ApiConsumes('multipart/form-data', ...types),
    ApiBody({
      description,
      schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } } },
    }),
    Refuses(fileProblems, 'file-too-large', 'file-type-not-accepted', 'image-unreadable', 'file-store-away'),
  );

/** The body of a route with {@link TakesUpload}. @throws Problem 415 where no file came */
export function uploaded(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  throw new Problem(commonProblems['unsupported-media-type'], {
    title: '请上传文件',
    detail: 'A file is expected: by itself, or as a part of multipart/form-data.',
  });
}

/** What a rule has accepted. @throws Problem */
export function accepted<Value, Code extends string>(
  decision: Decision<Value, Code>,
  problems: ProblemList<Code>,
): Value {
  if (decision.ok) return decision.value;
  throw new Problem(problems[decision.code], decision.words);
}
