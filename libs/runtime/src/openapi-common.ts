import type { OpenAPIObject } from '@nestjs/swagger';
import { commonProblems } from './common-problems.js';
import { Problem, type ProblemKind } from './problem.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Response = NonNullable<Exclude<Operation['responses'][string], { $ref: string }>>;

const IDEMPOTENCY_KEY: Parameter = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', pattern: '^[!-~]{1,100}$' },
  example: '01931b00-0000-7000-8000-000000000002',
  description:
    'One for each command, such as a UUID. Sent again within two days with the same body, the first answer is given ' +
    'again and nothing is done twice; also while the first is still in hand.',
};

const IF_MATCH: Parameter = {
  in: 'header',
  name: 'If-Match',
  required: false,
  schema: { type: 'string', pattern: '^(\\*|"\\d{1,15}"(\\s*,\\s*"\\d{1,15}"){0,9})$' },
  example: '"3"',
  description: 'The `ETag` of the record as it was read: if it has changed since, nothing is done.',
};

/**
 * Adds the headers that #commands reads to what changes something: every route with a token that is not GET, unless it
 * says that it only reads. `If-Match` goes with routes that name one record.
 */
export function addCommandHeaders(method: string, operation: Operation): void {
  if (method === 'get' || !operation.security || 'x-without-command-headers' in operation) return;
  const parameters = (operation.parameters ??= []);
  const namesOne =
    !('x-unversioned' in operation) && parameters.some((each) => 'in' in each && each.in === 'path');
  parameters.push(IDEMPOTENCY_KEY, ...(namesOne ? [IF_MATCH] : []));
}

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
    'too-many-to-export': _ofExports,
    'selection-changed': _ofBatches,
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
