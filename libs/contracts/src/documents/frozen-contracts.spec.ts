import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { allEvents, wireSchema } from '../index.js';
import { asyncApi } from './async-api.js';
import { breaks } from './compatibility.js';
import { type JsonSchema, eventJsonSchema } from './json-schema.js';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as JsonSchema;
const frozen = readdirSync('libs/contracts/frozen').map((file) => read(`libs/contracts/frozen/${file}`));
const idOf = (schema: JsonSchema) => String(schema.$id).replace('urn:jiangtu:schema:', '');

describe('the frozen contracts', () => {
  it('hold every event type of today', () => {
    expect(frozen.map(idOf).toSorted()).toEqual([...allEvents.keys()].toSorted());
  });

  it.each(frozen.map((schema) => [idOf(schema), schema]))(
    '%s: today’s reader reads the frozen example',
    (type, schema) => {
      const definition = allEvents.get(type)!;
      for (const example of schema.examples as unknown[])
        expect(wireSchema(definition).parse(example)).toEqual(example);
      const sealed = (schema['x-sealed'] ?? {}) as Record<string, JsonSchema>;
      for (const [field, { examples }] of Object.entries(sealed))
        for (const example of examples as unknown[])
          expect((definition.data.shape[field] as { parse(v: unknown): unknown }).parse(example)).toEqual(
            example,
          );
    },
  );

  it.each(frozen.map((schema) => [idOf(schema), schema]))(
    '%s: a frozen reader accepts today’s output',
    (type, schema) => {
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
      const today = eventJsonSchema(allEvents.get(type)!);
      for (const output of today.examples as object[]) {
        expect(validate({ ...output, aFieldOfTomorrow: 1 })).toBe(true);
      }
      expect(breaks(schema, today)).toEqual([]);
      const sealedToday = (today['x-sealed'] ?? {}) as Record<string, JsonSchema>;
      for (const [field, inside] of Object.entries((schema['x-sealed'] ?? {}) as Record<string, JsonSchema>))
        expect(breaks(inside, sealedToday[field]!)).toEqual([]);
    },
  );
});

describe('breaks', () => {
  const before = {
    type: 'object',
    required: ['level', 'name'],
    properties: { level: { type: 'string', enum: ['A'] }, name: { type: 'string' } },
  };

  it('lets an optional field come', () => {
    const now = { ...before, properties: { ...before.properties, extra: { type: 'string' } } };
    expect(breaks(before, now)).toEqual([]);
  });

  it('names what went away, became optional, changed or was added to a code list', () => {
    const now = {
      type: 'object',
      required: ['added'],
      properties: { level: { type: 'number', enum: ['A', 'B'] }, added: { type: 'string' } },
    };
    expect(breaks(before, now)).toEqual([
      '.added is required now: frozen records do not have it',
      '.level became optional: frozen readers need it',
      '.level: type was string, is number',
      '.level: frozen readers do not know B',
      '.name went away',
    ]);
  });
});

it('docs/asyncapi.json is current: `npm run contracts` writes it', () => {
  expect(read('docs/asyncapi.json')).toEqual(JSON.parse(JSON.stringify(asyncApi())));
});
