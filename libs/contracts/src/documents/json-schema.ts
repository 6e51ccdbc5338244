import { z } from 'zod';
import { type EventDefinition, dataSchemaOf, wireSchema } from '../event-definition.js';

export type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (2020-12) of an event as it travels, with an example. Where a field is sealed, `x-sealed` says what
 * a holder of the topic's key finds inside.
 */
export function eventJsonSchema(definition: EventDefinition): JsonSchema {
  const { sealed } = definition;
  return {
    $id: dataSchemaOf(definition),
    description: definition.description,
    ...withExample(wireSchema(definition)),
    ...(sealed && { 'x-sealed': { [sealed]: withExample(definition.data.shape[sealed]) } }),
  };
}

/** `io: input`: readers let unknown fields through, so none are forbidden. */
function withExample(schema: z.core.$ZodType): JsonSchema {
  const made: JsonSchema = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return { ...made, examples: [exampleOf(made)] };
}

/** An example of the whole, made of those of its fields. */
function exampleOf({ examples, const: only, items, properties }: JsonSchema): unknown {
  if (Array.isArray(examples)) return examples[0];
  if (only !== undefined) return only;
  if (items) return [exampleOf(items as JsonSchema)];
  const fields = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
  return Object.fromEntries(fields.map(([name, schema]) => [name, exampleOf(schema)]));
}
