import { z } from 'zod';
import { field } from './fields.js';
import type { TopicName } from './topics.js';

/**
 * One event type. `subject` names the field of `data` that identifies the aggregate whose version the event
 * carries; `key` names the field that becomes the record key, and so decides the order; `sealed` names the field
 * that travels as one JWE. Each field of `data` says what it means and has an example ({@link field}); the example of the
 * event is made of those.
 */
export interface EventDefinition<Data extends z.ZodObject = z.ZodObject> {
  readonly type: string;
  /** What happened, for readers of the contract. */
  readonly description: string;
  readonly topic: TopicName;
  readonly subject: keyof z.infer<Data> & string;
  readonly key: keyof z.infer<Data> & string;
  readonly data: Data;
  readonly sealed?: keyof z.infer<Data> & string;
}

/** The plain payload of an event definition. */
export type DataOf<Definition extends EventDefinition> = z.infer<Definition['data']>;

/** Keeps the literal types of a definition; `type` ends in the version of its payload. */
export function defineEvent<Data extends z.ZodObject>(
  definition: EventDefinition<Data>,
): EventDefinition<Data> {
  return definition;
}

const SEALED = field(
  z.string().min(1),
  'A compact JWE (dir, A256GCM) under the key of the topic; `x-sealed` says what is inside',
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..iv.ciphertext.tag',
);

/** Made once for each definition: zod compiles a schema when it is first used, which costs more than many events. */
const wireSchemas = new WeakMap<EventDefinition, z.ZodObject>();

/** The payload as it travels: the sealed field is a compact JWE. Unknown fields are let through by readers. */
export function wireSchema(definition: EventDefinition): z.ZodObject {
  if (!definition.sealed) return definition.data;
  const known = wireSchemas.get(definition);
  if (known) return known;
  const made = definition.data.extend({ [definition.sealed]: SEALED });
  wireSchemas.set(definition, made);
  return made;
}

/** Where the frozen JSON Schema of an event type is named, `ce_dataschema`. */
export function dataSchemaOf(definition: EventDefinition): string {
  return `urn:jiangtu:schema:${definition.type}`;
}
