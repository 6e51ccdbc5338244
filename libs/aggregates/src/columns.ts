import { z } from 'zod';

/** A column of an aggregate's table, and the property of the state that it holds. */
export interface Column {
  readonly name: string;
  /** way to the property: `['major', 'name']` for the nested ones */
  readonly path: readonly [string, string?];
  /** type in PostgreSQL, as information_schema names it; `ARRAY` for arrays */
  readonly type: string;
}

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypeDef & { innerType?: Schema; element?: Schema; format?: string };

const WRAPPERS: readonly string[] = [
  'optional',
  'nullable',
  'default',
  'readonly',
  'prefault',
  'nonoptional',
];

function unwrapped(schema: Schema): Schema {
  const { type, innerType } = schema._zod.def as Def;
  return innerType && WRAPPERS.includes(type) ? unwrapped(innerType) : schema;
}

const TYPE_OF_FORMAT: Record<string, string> = {
  uuid: 'uuid',
  date: 'date',
  datetime: 'timestamp with time zone',
  safeint: 'integer',
  float64: 'double precision',
};

function columnType(schema: Schema): string {
  const { type, format } = unwrapped(schema)._zod.def as Def;
  if (format !== undefined && format in TYPE_OF_FORMAT) return TYPE_OF_FORMAT[format]!;
  if (type === 'boolean') return 'boolean';
  if (type === 'array') return isDocument(schema) ? 'jsonb' : 'ARRAY';
  if (type === 'object' || type === 'record' || type === 'union') return 'jsonb';
  if (type === 'string' || type === 'enum' || type === 'literal') return 'text';
  throw new Error(`There is no column type for a ${type}.`);
}

/** An array of objects is one document; an array of plain values is an array of PostgreSQL. */
function isDocument(schema: Schema): boolean {
  const { element } = unwrapped(schema)._zod.def as Def;
  return element !== undefined && ['object', 'record'].includes(unwrapped(element)._zod.def.type);
}

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `major.name` is `major_name`, and so is `major.majorName`. */
const nestedName = (outer: string, inner: string) =>
  inner.startsWith(outer) ? snake(inner) : `${snake(outer)}_${snake(inner)}`;

/** `.meta({ document: true })` at a property of a state makes it one document (`jsonb`) where it would be several columns. */
const isMarked = (schema: Schema) => z.globalRegistry.get(schema as z.ZodType)?.document === true;

/** The columns of the properties of a state; a nested object has a column for each of its own properties. */
export function columnsOf(shape: Readonly<Record<string, Schema>>): Column[] {
  return Object.entries(shape).flatMap(([property, schema]): Column[] => {
    const inner = unwrapped(schema);
    const isNested = inner._zod.def.type === 'object' && !isMarked(schema) && !isMarked(inner);
    if (!isNested) {
      const type = isMarked(schema) ? 'jsonb' : columnType(schema);
      return [{ name: snake(property), path: [property], type }];
    }
    return Object.entries((inner as z.ZodObject).shape).map(([nested, each]) => ({
      name: nestedName(property, nested),
      path: [property, nested],
      type: columnType(each),
    }));
  });
}

/** What a state holds in a column; null for what it has not. */
export function valueOf(state: Readonly<Record<string, unknown>>, [outer, inner]: Column['path']): unknown {
  const value = state[outer];
  return (
    (inner === undefined ? value : (value as Readonly<Record<string, unknown>> | undefined)?.[inner]) ?? null
  );
}

/** Puts the value of a column into a state that is being read. */
export function put(
  state: Record<string, unknown>,
  { path: [outer, inner], type }: Column,
  value: unknown,
): void {
  const target = inner === undefined ? state : ((state[outer] ??= {}) as Record<string, unknown>);
  if (value === null || value === undefined) return;
  target[inner ?? outer] = type === 'timestamp with time zone' ? momentOf(value) : value;
}

/** The driver gives a Date, the history's JSON a text with an offset. */
const momentOf = (value: unknown) => new Date(value as string | Date).toISOString();

/** The properties of all states: of the property that tells the states apart, all values; every other one as the first state has it. */
export function shapeOf(
  options: readonly z.ZodObject[],
  discriminator: string | null,
): Record<string, z.ZodType> {
  const names = [...new Set(options.flatMap(({ shape }) => Object.keys(shape)))];
  return Object.fromEntries(
    names.map((name) => {
      const schemas = options.flatMap(({ shape }) => (shape[name] as z.ZodType | undefined) ?? []);
      if (name === discriminator && options.length > 1)
        return [name, z.enum(schemas.flatMap((each) => [...(each._zod.values ?? [])] as string[]))];
      const notAlways =
        schemas.length < options.length || schemas.some((each) => each.safeParse(undefined).success);
      return [name, notAlways ? schemas[0]!.optional() : schemas[0]!];
    }),
  );
}
