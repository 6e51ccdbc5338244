import { z } from 'zod';
import { type EventDefinition, dataSchemaOf, wireSchema } from '../event-definition.js';
import { examples } from './examples.js';

export type JsonSchema = Record<string, unknown>;

/** Stands for the JWE in examples: what is inside is in `x-sealed`. */
const SEALED_EXAMPLE = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..iv.ciphertext.tag';

/**
 * The JSON Schema (2020-12) of an event as it travels, with an example. Where a field is sealed, `x-sealed` says what
 * a holder of the topic's key finds inside.
 */
export function eventJsonSchema(definition: EventDefinition): JsonSchema {
  const { sealed } = definition;
  const example = examples.get(definition.type)!;
  return {
    $id: dataSchemaOf(definition),
    ...toJsonSchema(wireSchema(definition)),
    examples: [sealed ? { ...example, [sealed]: SEALED_EXAMPLE } : example],
    ...(sealed && {
      'x-sealed': {
        [sealed]: { ...toJsonSchema(definition.data.shape[sealed]), examples: [example[sealed]] },
      },
    }),
  };
}

/** `io: input`: readers let unknown fields through, so none are forbidden. */
function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
}
