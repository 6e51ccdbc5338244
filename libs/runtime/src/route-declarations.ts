import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { commonProblems } from './common-problems.js';
import { problemResponse } from './openapi-common.js';
import type { ProblemKind, ProblemList } from './problem.js';
import { WORKBOOK_TYPE } from './workbook.js';

/** Metadata key of a route that needs no token. */
export const PUBLIC_ROUTE = 'jiangtu:public';

/**
 * The route answers without a token. It lives here, not in #security, because the health routes need it
 * and #security already imports #runtime.
 */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC_ROUTE, true);

const tagDescriptions = new Map<string, string>();

/** The group that the routes of a controller belong to, as the API page and generated clients name it. */
export function Tag(name: string, description: string): ClassDecorator {
  tagDescriptions.set(name, description);
  return ApiTags(name);
}

/** The tags that stand at operations, each once and with its description, in their order. */
export const tagsOf = (names: Iterable<string>): { name: string; description?: string }[] =>
  [...new Set(names)].map((name) => ({ name, description: tagDescriptions.get(name) }));

/**
 * What a route does, in a few words, as the API page lists it and as generated clients comment it.
 * @example `@Summary({ zh: '批准注册', en: 'Approve registrations' })`
 */
export const Summary = ({ zh, en }: { readonly zh: string; readonly en: string }): MethodDecorator =>
  ApiOperation({ summary: `${zh} / ${en}` });

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

/** The export of a list as a workbook (`workbook` of `listOf`). */
export const AnswersWorkbook = (): MethodDecorator =>
  applyDecorators(
    AnswersFile(WORKBOOK_TYPE, 'What the list shows of all that the filters leave'),
    Refuses(commonProblems, 'too-many-to-export'),
  );

/** Schema of the refused items of a batch, as every batch answers them; the others of the batch were done. */
export const refusedItems = z.array(
  z.object({
    id: z.string().describe('The id that was given, or the natural key of what has none yet'),
    code: z.string().describe('Stable; decide on this'),
    title: z.string().describe('Chinese, for the registrar'),
    detail: z.string().describe('English'),
  }),
);

/** Metadata key of what `@Refuses` has declared of a route so far. */
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
