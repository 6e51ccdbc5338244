import { globSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Resource } from './rendered.js';

/** Patterns are Go's, which may begin with a flag. */
const regExp = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'regExp' },
);

// `format` of OpenAPI says how numbers are stored, which is nothing that a document could get wrong.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, code: { regExp } });
const files = globSync('test/chart/schemas/*.json').map((file) => JSON.parse(readFileSync(file, 'utf8')));
for (const file of files) ajv.addSchema(file);

/** What is wrong with a document by the schema of its kind: unknown fields are. */
export function complaintsOf(resource: Resource): string[] {
  const key = `${resource.apiVersion}/${resource.kind}`;
  const file = files.find(({ definitions }) => key in definitions);
  if (!file) return [`there is no schema of ${key}`];
  const validate = ajv.getSchema(`${file.$id}#/definitions/${key.replaceAll('/', '~1')}`)!;
  if (validate(resource)) return [];
  return validate.errors!.map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
