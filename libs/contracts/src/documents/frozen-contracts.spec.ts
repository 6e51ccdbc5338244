import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { z } from 'zod';
import { allEvents, type EventDefinition, wireSchema } from '../index.js';
import { asyncApi } from './async-api.js';
import { breaks } from './compatibility.js';
import { type JsonSchema, eventJsonSchema } from './json-schema.js';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as JsonSchema;
const frozen = readdirSync('libs/contracts/frozen').map((file) => read(`libs/contracts/frozen/${file}`));
const idOf = (schema: JsonSchema) => String(schema.$id).replace('urn:jiangtu:schema:', '');

const validatorOf = (schema: JsonSchema) =>
  new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
const insideOf = ({ data }: EventDefinition, field: string) => data.shape[field] as z.ZodType;
const withOpenList = (schema: JsonSchema) => JSON.stringify(schema).includes('x-known-values');
const fieldsOf = ({ properties = {} }: JsonSchema) =>
  Object.entries(properties as Record<string, JsonSchema>);

/** The example with a member of tomorrow in the place of each member of an open list. */
function withAddedMembers(schema: JsonSchema, example: unknown): unknown {
  if (schema['x-known-values']) return 'ADDED_BY_A_CITY';
  if (Array.isArray(example))
    return example.map((each) => withAddedMembers(schema.items as JsonSchema, each));
  const added = fieldsOf(schema).map(([name, inside]) => [
    name,
    withAddedMembers(inside, (example as Record<string, unknown>)[name]),
  ]);
  return added.length > 0 ? Object.fromEntries(added) : example;
}

/** The fields of a schema that say nothing of themselves, or show nothing. What has parts shows them. */
function undescribed(schema: JsonSchema, path = ''): string[] {
  return [
    ...fieldsOf(schema).flatMap(([name, inside]) => lacks(inside, `${path}.${name}`)),
    ...(schema.items ? lacks(schema.items as JsonSchema, `${path}[]`) : []),
  ];
}

function lacks(schema: JsonSchema, path: string): string[] {
  const whole = schema.properties ?? schema.items;
  return [
    ...(schema.description ? [] : [`${path} has no description`]),
    ...(whole || schema.examples ? [] : [`${path} has no example`]),
    ...undescribed(schema, path),
  ];
}

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
          expect(insideOf(definition, field).parse(example)).toEqual(example);
    },
  );

  it.each(frozen.map((schema) => [idOf(schema), schema]))(
    '%s: a frozen reader accepts today’s output',
    (type, schema) => {
      const validate = validatorOf(schema);
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

  it.each(frozen.filter(withOpenList).map((schema) => [idOf(schema), schema]))(
    '%s: a member that a city adds to a code list breaks no frozen reader, and today’s reader keeps it',
    (type, schema) => {
      const definition = allEvents.get(type)!;
      const added = withAddedMembers(schema, (schema.examples as unknown[])[0]);
      expect(validatorOf(schema)(added)).toBe(true);
      expect(wireSchema(definition).parse(added)).toEqual(added);
      for (const [field, inside] of Object.entries(
        (schema['x-sealed'] ?? {}) as Record<string, JsonSchema>,
      )) {
        const addedInside = withAddedMembers(inside, (inside.examples as unknown[])[0]);
        expect(validatorOf(inside)(addedInside)).toBe(true);
        expect(insideOf(definition, field).parse(addedInside)).toEqual(addedInside);
      }
    },
  );
});

describe('an event definition', () => {
  it.each([...allEvents.values()].map((definition) => [definition.type, definition]))(
    '%s: says what happened and what each field means, and its example is one that it takes',
    (_, definition) => {
      const schema = eventJsonSchema(definition);
      const sealed = Object.values((schema['x-sealed'] ?? {}) as Record<string, JsonSchema>);
      expect([schema, ...sealed].flatMap((each) => undescribed(each))).toEqual([]);
      expect(definition.description).toMatch(/\.$/);
      expect(validatorOf(schema)((schema.examples as unknown[])[0])).toBe(true);
      for (const inside of sealed) expect(validatorOf(inside)((inside.examples as unknown[])[0])).toBe(true);
    },
  );

  it('without a description or an example of a field is noticed', () => {
    const properties = {
      named: { type: 'string', description: 'the name', examples: ['a'] },
      bare: { type: 'string' },
    };
    const list = { type: 'array', description: 'a list', items: { type: 'object', properties } };
    expect(undescribed({ type: 'object', properties: { ...properties, list } })).toEqual([
      '.bare has no description',
      '.bare has no example',
      '.list[] has no description',
      '.list[].bare has no description',
      '.list[].bare has no example',
    ]);
  });
});

const codeList = (list: JsonSchema) => ({
  type: 'object',
  properties: { code: { type: 'string', ...list } },
});
const known = (...members: string[]) => codeList({ 'x-known-values': members });

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

  it('lets a known member come to an open code list, and names one that went away', () => {
    expect(breaks(known('A'), known('A', 'B'))).toEqual([]);
    expect(breaks(known('A', 'B'), known('B'))).toEqual(['.code: A is no known member any more']);
  });

  it('names a member that went from an enum, and an enum that was opened', () => {
    const members = codeList({ enum: ['A', 'B'] });
    expect(breaks(members, codeList({ enum: ['A'] }))).toEqual(['.code: today’s readers do not know B']);
    expect(breaks(members, codeList({}))).toEqual(['.code: was an enum, takes any value now']);
  });
});

it('docs/asyncapi.json is current: `npm run contracts` writes it', () => {
  expect(read('docs/asyncapi.json')).toEqual(JSON.parse(JSON.stringify(asyncApi())));
});
