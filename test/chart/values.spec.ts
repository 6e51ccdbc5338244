import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Schema {
  readonly type?: string | string[];
  readonly description?: string;
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: unknown;
}

const values = parse(readFileSync('deploy/kubernetes/values.yaml', 'utf8'), { merge: true });
const schema: Schema = JSON.parse(readFileSync('deploy/kubernetes/values.schema.json', 'utf8'));

/** Every value that the schema names, `kafka.topics.manage`, with its schema. */
function described({ properties = {} }: Schema, at = ''): [string, Schema][] {
  return Object.entries(properties).flatMap(([name, each]) => [
    [`${at}${name}`, each] as [string, Schema],
    ...described(each, `${at}${name}.`),
  ]);
}

/** Every value of values.yaml; what the schema leaves open, such as labels, counts as one. */
function written(value: unknown, { properties }: Schema, at = ''): string[] {
  if (!properties || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    `${at}${name}`,
    ...written(each, properties[name] ?? {}, `${at}${name}.`),
  ]);
}

/** What Helm gives to every chart. */
const OF_HELM = 'global';

describe('values.yaml and values.schema.json', () => {
  it('name the same values', () => {
    const inSchema = described(schema)
      .map(([name]) => name)
      .filter((name) => name !== OF_HELM);
    expect(written(values, schema).sort()).toEqual(inSchema.sort());
    expect(inSchema.length).toBeGreaterThan(80);
  });

  it('say of each value what it is', () => {
    const silent = described(schema).filter(([, { description }]) => !description || description.length < 5);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it('refuse a value that they do not name', () => {
    const open = described(schema).filter(
      ([, { properties, additionalProperties }]) => properties && additionalProperties !== false,
    );
    expect([schema.additionalProperties, open.map(([name]) => name)]).toEqual([false, []]);
  });

  it('say of the five services the same', () => {
    const [first, ...others] = Object.values(schema.properties!.services!.properties!);
    for (const other of others) expect(other).toEqual(first);
  });
});
