import { z } from 'zod';
import { nameConditions, partCondition, wordsOfName, wordsOfPart } from './name-conditions.js';

/**
 * What may be asked for. A pair of column and schema: the column equals the value of the parameter; see {@link several},
 * {@link range}, {@link holds}, {@link matching}, {@link nameBegins} and {@link partOfName} for the others.
 */
export type Filter<Schema extends z.ZodType = z.ZodType> =
  | readonly [column: string, schema: Schema]
  | Several<Schema>
  | Range<Schema>
  | Holds<Schema>
  | Matching<Schema>
  | NameBegins
  | PartOfName;
export type Filters = Record<string, Filter>;

interface Several<Schema> {
  readonly kind: 'several';
  readonly column: string;
  readonly schema: Schema;
}
interface Range<Schema> {
  readonly kind: 'range';
  readonly column: string;
  readonly schema: Schema;
}
interface Holds<Schema> {
  readonly kind: 'holds';
  readonly column: string;
  readonly schema: Schema;
}
interface Matching<Schema extends z.ZodType> {
  readonly kind: 'matching';
  readonly schema: Schema;
  readonly condition: (value: z.output<Schema>, place: Place) => string;
}
type Place = (value: unknown) => string;
interface NameBegins {
  readonly kind: 'name';
  readonly among: (conditions: readonly string[]) => string;
}
interface PartOfName {
  readonly kind: 'partOfName';
  readonly column: string;
}

const MAX_VALUES = 50;

/** One or several values, any of which the column may have: `state=ACTIVE&state=ON_LEAVE`, an array to OpenAPI. */
export const several = <Schema extends z.ZodType>(column: string, schema: Schema): Several<Schema> => ({
  kind: 'several',
  column,
  schema,
});

/** Two parameters with `From` and `To` behind the name, both inclusive, either alone too: `startOnFrom`, `startOnTo`. */
export const range = <Schema extends z.ZodType>(column: string, schema: Schema): Range<Schema> => ({
  kind: 'range',
  column,
  schema,
});

/**
 * The beginning of a name in characters, in pinyin or by initials: 王小, wangx, wx. The select has the columns `name`,
 * `name_pinyin` and `name_initials` (`nameKeys` of #national-codes); each wants an index with `text_pattern_ops`. The
 * operator is `^@` and not `like`: only of what leaks nothing PostgreSQL makes an index condition under row-level
 * security.
 * @param among of conditions, any of which a name meets: how rows are found where names stand in several tables, former ones
 * beside those of today
 */
export const nameBegins = (
  among: NameBegins['among'] = (conditions) => `(${conditions.join(' or ')})`,
): NameBegins => ({ kind: 'name', among });

/** One value, which the array of the column holds. */
export const holds = <Schema extends z.ZodType>(column: string, schema: Schema): Holds<Schema> => ({
  kind: 'holds',
  column,
  schema,
});

/**
 * One value, and what it asks of a row: what another table knows, or what is counted of several columns.
 * @param condition of the value; `place` takes what is to be sent and answers where it stands
 */
export const matching = <Schema extends z.ZodType>(
  schema: Schema,
  condition: Matching<Schema>['condition'],
): Matching<Schema> => ({ kind: 'matching', schema, condition });

/**
 * A part of one of several names, in characters, pinyin or initials: of institutions, whose names begin alike and change. The
 * column is an array of the names and their keys. No index serves it: for registers of some hundreds.
 */
export const partOfName = (column: string): PartOfName => ({ kind: 'partOfName', column });

/** The parameters of filters, as the schema of a query has them. */
export type ParametersOf<F extends Filters> = {
  [N in keyof F as F[N] extends { kind: 'range' } ? never : N]: z.ZodOptional<ParameterOf<F[N]>>;
} & {
  [N in keyof F as F[N] extends { kind: 'range' } ? `${N & string}${'From' | 'To'}` : never]: z.ZodOptional<
    ParameterOf<F[N]>
  >;
};
type ParameterOf<F> = F extends readonly [string, infer Schema extends z.ZodType]
  ? Schema
  : F extends Several<infer Schema extends z.ZodType>
    ? z.ZodType<z.output<Schema>[]>
    : F extends
          | Range<infer Schema extends z.ZodType>
          | Holds<infer Schema extends z.ZodType>
          | Matching<infer Schema extends z.ZodType>
      ? Schema
      : z.ZodString;

export function parametersOf<F extends Filters>(filters: F): ParametersOf<F> {
  return Object.assign(
    {},
    ...Object.entries(filters).map(([name, filter]) => parametersOfOne(name, filter)),
  ) as ParametersOf<F>;
}

function parametersOfOne(name: string, filter: Filter): Record<string, z.ZodType> {
  if (!('kind' in filter)) return { [name]: filter[1].optional() };
  if (filter.kind === 'several') return { [name]: oneOrMore(filter.schema).optional() };
  if (filter.kind === 'holds' || filter.kind === 'matching') return { [name]: filter.schema.optional() };
  if (filter.kind === 'partOfName')
    return { [name]: z.string().min(1).max(100).meta(wordsOfPart).optional() };
  if (filter.kind === 'name') return { [name]: z.string().min(1).max(100).meta(wordsOfName).optional() };
  return {
    [`${name}From`]: filter.schema.optional().describe('From this one on'),
    [`${name}To`]: filter.schema.optional().describe('Up to this one, itself included'),
  };
}

/** A parameter that stands once is a value to the parser of addresses, one that stands again an array. */
export function oneOrMore<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema>[]> {
  const {
    $schema: _dialect,
    id: _id,
    ...items
  } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return z
    .preprocess(
      (given) => (given === undefined || Array.isArray(given) ? given : [given]),
      z.array(schema).min(1).max(MAX_VALUES),
    )
    .meta({ type: 'array', items, minItems: 1, maxItems: MAX_VALUES });
}

/**
 * The conditions of a filter for what was asked; none where it was not.
 * @param place takes a value to be sent, answers where it stands: `$3`
 */
export function conditionsOf(
  name: string,
  filter: Filter,
  asked: Readonly<Record<string, unknown>>,
  place: Place,
): string[] {
  const given = (parameter: string, condition: (value: unknown) => string) =>
    asked[parameter] === undefined ? [] : [condition(asked[parameter])];
  if (!('kind' in filter)) return given(name, (value) => `${filter[0]} = ${place(value)}`);
  if (filter.kind === 'several')
    return given(name, (values) => anyOf(filter.column, values as unknown[], place));
  if (filter.kind === 'holds') return given(name, (value) => `${place(value)} = any(${filter.column})`);
  if (filter.kind === 'matching') return given(name, (value) => `(${filter.condition(value, place)})`);
  if (filter.kind === 'partOfName')
    return given(name, (typed) => partCondition(filter.column, typed as string, place));
  if (filter.kind === 'name')
    return given(name, (typed) => filter.among(nameConditions(typed as string, place)));
  return [
    ...given(`${name}From`, (from) => `${filter.column} >= ${place(from)}`),
    ...given(`${name}To`, (to) => `${filter.column} <= ${place(to)}`),
  ];
}

/** Rows of one value an index has in the order of its next column; of several it has not. */
const anyOf = (column: string, values: readonly unknown[], place: Place) =>
  values.length === 1 ? `${column} = ${place(values[0])}` : `${column} = any(${place(values)})`;
