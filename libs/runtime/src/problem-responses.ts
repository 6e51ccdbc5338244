import type { OpenAPIObject } from '@nestjs/swagger';
import { commonProblems } from './common-problems.js';
import { Problem } from './problem.js';
import { IDEMPOTENCY_KEY, IF_MATCH } from './command-headers.js';
import type { ProblemKind } from './problem-kind.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Response = NonNullable<Exclude<Operation['responses'][string], { $ref: string }>>;

const PROBLEM = 'application/problem+json';
/** Any request's. */
const EXAMPLE_REQUEST = '01931b00-0000-7000-8000-000000000001';

/** A response of OpenAPI with one example for each code that can be answered. */
export function problemResponse(kinds: readonly ProblemKind[]) {
  return {
    description: kinds.map(({ code }) => `\`${code}\``).join(', '),
    content: {
      [PROBLEM]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(
          kinds.map((kind) => [
            kind.code,
            { summary: kind.remedy, value: new Problem(kind).toBody(EXAMPLE_REQUEST) },
          ]),
        ),
      },
    },
  };
}

/** Adds to a route what it can answer because it takes a body, parameters, or a token; or because it is there. */
export function addCommonProblems(operation: Operation): void {
  for (const [status, kinds] of Map.groupBy(commonOf(operation), (kind) => kind.status)) {
    const common = problemResponse(kinds);
    const own = operation.responses[status] as Response | undefined;
    operation.responses[status] = own ? merged(own, common) : common;
  }
}

function commonOf({ requestBody, parameters = [], security }: Operation): ProblemKind[] {
  const {
    'cursor-invalid': cursorInvalid,
    'malformed-json': malformedJson,
    'body-too-large': bodyTooLarge,
    'unsupported-media-type': unsupportedMediaType,
    'invalid-request': invalidRequest,
    'address-too-long': addressTooLong,
    'not-found': _ofTheRouteItself,
    'method-not-allowed': _ofNoRoute,
    'request-timeout': _late,
    'headers-too-large': _beforeAnyRoute,
    'token-missing': tokenMissing,
    'token-invalid': tokenInvalid,
    'role-not-allowed': roleNotAllowed,
    'school-missing': schoolMissing,
    'idempotency-key-reused': keyReused,
    'precondition-failed': preconditionFailed,
    'district-missing': districtMissing,
    ...always
  } = commonProblems;
  const hasPathParameter = parameters.some((each) => 'in' in each && each.in === 'path');
  const hasCursor = parameters.some((each) => 'name' in each && each.name === 'cursor');
  const takes = (header: object) => parameters.includes(header as (typeof parameters)[number]);
  return [
    ...Object.values(always),
    ...(requestBody ? [malformedJson, bodyTooLarge, unsupportedMediaType] : []),
    ...(requestBody || parameters.length > 0 ? [invalidRequest] : []),
    ...(hasPathParameter ? [addressTooLong] : []),
    ...(hasCursor ? [cursorInvalid] : []),
    ...(takes(IDEMPOTENCY_KEY) ? [keyReused] : []),
    ...(takes(IF_MATCH) ? [preconditionFailed] : []),
    ...(security ? [tokenMissing, tokenInvalid, roleNotAllowed, schoolMissing, districtMissing] : []),
  ];
}

/** What a route declares itself stands first; a body of its own, such as a JSON beside the problem, stays. */
function merged(own: Response, common: ReturnType<typeof problemResponse>): Response {
  const ownProblems = own.content?.[PROBLEM];
  const problems = common.content[PROBLEM];
  return {
    ...own,
    description: [own.description, common.description].filter(Boolean).join(', '),
    content: {
      ...own.content,
      [PROBLEM]: { ...problems, examples: { ...ownProblems?.examples, ...problems.examples } },
    },
  };
}
