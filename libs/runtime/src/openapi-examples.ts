import { FIELD_EXAMPLES } from './openapi-fields.js';

/** A JSON Schema as zod writes it, of what is needed here. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly format?: string;
}

/** Any id's, day's and moment's. */
const BY_FORMAT: Record<string, string> = {
  uuid: '01931b00-0000-7000-8000-000000000001',
  date: '2026-09-01',
  'date-time': '2026-09-01T08:00:00.000Z',
};

/**
 * An example of what a schema takes, made of the examples of its parts. A text whose form its schema cannot tell needs
 * one of its own: `.meta({ example })`.
 * @param named the schemas that `$ref` names
 * @param field name of the property or parameter
 */
export function exampleOf(
  schema: JsonSchema,
  named: Readonly<Record<string, JsonSchema>>,
  field = '',
): unknown {
  const given = [schema.example, schema.examples?.[0], schema.const, schema.enum?.[0], schema.default];
  const own = given.find((each) => each !== undefined);
  if (own !== undefined) return own;
  if (schema.$ref) return exampleOf(named[schema.$ref.split('/').at(-1)!] ?? {}, named, field);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return exampleOf(choices[0]!, named, field);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => exampleOf(each, named)));
  return ofType(schema, named, field);
}

function ofType(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>, field: string): unknown {
  const { type, properties = {}, items = {}, minItems = 1, minimum = 1, format = '' } = schema;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, exampleOf(each, named, name)]),
      );
    case 'array':
      return Array.from({ length: minItems }, () => exampleOf(items, named, field.replace(/s$/, '')));
    case 'integer':
    case 'number':
      return Math.max(1, minimum);
    case 'boolean':
      return true;
    case 'string':
      return BY_FORMAT[format] ?? FIELD_EXAMPLES[field] ?? '样例';
    default:
      return type === 'null' ? null : '样例';
  }
}
