import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/**
 * What a route answers when it succeeds: status and, for the API page, the schema.
 * @example `@Answers(201, qualificationView)`, `@Answers(200, batchOutcome)`
 */
export function Answers(status: number, schema: z.ZodType, description = 'Success'): MethodDecorator {
  return applyDecorators(HttpCode(status), ApiResponse({ status, description, standardSchema: schema }));
}

/**
 * The refusals of a route's own rules, by their codes, for the API page. Those that every route can give
 * (no token, invalid request, …) are on the page already.
 * @example `@Refuses(409, 'person-already-admitted', 'quota-exhausted')`
 */
export function Refuses(status: number, ...codes: string[]): MethodDecorator {
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\``).join(', '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
}
