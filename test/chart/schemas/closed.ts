/** A JSON schema, or a part of one. */
export type Schema = Record<string, any>;

const KEPT = ['type', 'enum', 'required', '$ref', 'pattern', 'minimum', 'maximum', 'nullable'];
const LIMITS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const ALTERNATIVES = ['allOf', 'anyOf', 'oneOf'];

/**
 * The schema without what does not judge a document (descriptions, defaults, the API server's own rules), and closed:
 * a field that it does not name is an error, as under `kubectl apply --validate=strict`.
 */
export function closed(schema: Schema): Schema {
  const fields = mapped(schema, closed);
  if (!fields.properties || schema['x-kubernetes-preserve-unknown-fields']) return fields;
  return { additionalProperties: false, ...fields };
}

function mapped(schema: Schema, each: (schema: Schema) => Schema): Schema {
  const fields: Schema = Object.fromEntries(
    [...KEPT, ...LIMITS].filter((key) => key in schema).map((key) => [key, schema[key]]),
  );
  if (schema.properties)
    fields.properties = Object.fromEntries(
      Object.entries<Schema>(schema.properties).map(([name, property]) => [name, each(property)]),
    );
  if (schema.items) fields.items = each(schema.items);
  if (typeof schema.additionalProperties === 'object')
    fields.additionalProperties = each(schema.additionalProperties);
  if (schema.not) fields.not = open(schema.not);
  for (const key of ALTERNATIVES) if (schema[key]) fields[key] = schema[key].map(open);
  return fields;
}

/** An alternative names only the fields that tell it from the others, so it is not closed. */
function open(schema: Schema): Schema {
  return mapped(schema, open);
}
