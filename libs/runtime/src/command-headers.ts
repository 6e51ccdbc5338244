import type { OpenAPIObject } from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];

export const IDEMPOTENCY_KEY: Parameter = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', pattern: '^[!-~]{1,100}$' },
  example: '01931b00-0000-7000-8000-000000000002',
  description:
    'One for each command, such as a UUID. Sent again within two days with the same body, the first answer is given ' +
    'again and nothing is done twice; also while the first is still in hand.',
};

export const IF_MATCH: Parameter = {
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
