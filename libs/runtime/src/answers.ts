import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { problemResponse } from './problem-responses.js';
import type { ProblemKind, ProblemList } from './problem-kind.js';

/**
 * What a route answers when it succeeds: status and, for the API page, the schema.
 * @example `@Answers(201, qualificationView)`, `@Answers(200, batchOutcome)`
 */
export function Answers(status: number, schema: z.ZodType, description = 'Success'): MethodDecorator {
  return applyDecorators(HttpCode(status), ApiResponse({ status, description, standardSchema: schema }));
}

/** A file that a route answers with 200, for the API page. */
export function AnswersFile(mediaType: string, description: string): MethodDecorator {
  const content = { [mediaType]: { schema: { type: 'string', format: 'binary' } } } as const;
  return ApiResponse({ status: 200, description, content });
}

/** What `@Refuses` has declared of a route so far. */
const REFUSALS = 'jiangtu:refusals';

/**
 * The refusals of a route's own rules, by their codes, for the API page. Those that every route can give
 * (no token, invalid request, …) are on the page already. It may stand at a route more than once.
 * @example `@Refuses(problems, 'person-already-admitted', 'quota-full')`
 */
export function Refuses<Code extends string>(list: ProblemList<Code>, ...codes: Code[]): MethodDecorator {
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const before = (Reflect.getMetadata(REFUSALS, handler) ?? []) as ProblemKind[];
    const kinds = [...codes.map((code) => list[code]), ...before];
    Reflect.defineMetadata(REFUSALS, kinds, handler);
    for (const [status, ofStatus] of Map.groupBy(kinds, (kind) => kind.status))
      ApiResponse({ status, ...problemResponse(ofStatus) })(target, key, descriptor);
  };
}
