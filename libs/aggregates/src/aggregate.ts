import { z } from 'zod';
import type { Transaction } from '#database';
import { type Column, columnsOf, put, shapeOf, valueOf } from './columns.js';
import type { Fact } from './fact.js';

/** What every state of every aggregate has. */
export interface AnyState {
  /** one more with each change; 1 when it is new */
  readonly version: number;
}

type States = z.ZodDiscriminatedUnion | z.ZodObject;
type Row = Readonly<Record<string, unknown>>;

export interface AggregateDeclaration<Schema extends States> {
  /** singular, kebab-case, as the glossary names it: `registration`; audit and history call it so */
  readonly name: string;
  readonly table: string;
  /** property with the id */
  readonly id: keyof z.infer<Schema> & string;
  /** property with the code of the school that it belongs to, absent in a state of the city's; null for what belongs to the city */
  readonly school: (keyof z.infer<Schema> & string) | null;
  /** property that tells the states apart, where the schema is no discriminated union */
  readonly state?: keyof z.infer<Schema> & string;
  /** the states; their properties are the columns, and the types of the rules are inferred from it */
  readonly states: Schema;
  /** properties that stay out of the history, which cannot be erased: names and what is sealed of a person */
  readonly personal?: readonly (keyof z.infer<Schema> & string)[];
  /** what is published of every version, to a state topic */
  readonly snapshot?: Fact<z.infer<Schema>>;
}

/**
 * An aggregate: its states, its table, and how one becomes the other. Declared once; nothing is mapped by hand.
 */
export interface Aggregate<State extends AnyState = any> {
  readonly name: string;
  readonly table: string;
  /** property and column of the id */
  readonly id: string;
  readonly idColumn: string;
  readonly idSchema: z.ZodType<string>;
  readonly schoolColumn: string | null;
  readonly stateColumn: string | null;
  readonly columns: readonly Column[];
  /** the properties of all states; those that not every state has are optional */
  readonly shape: Record<string, z.ZodType>;
  /** columns that the history leaves out */
  readonly personalColumns: readonly string[];
  /** columns for a select, each with the table before it */
  readonly selected: string;
  idOf(state: State): string;
  schoolOf(state: State): string | null;
  /** The columns of a state; those that belong to other states only are null. */
  rowOf(state: State): Record<string, unknown>;
  /**
   * Reads a row, or the data of a history entry, back as its state.
   * @throws Error that names aggregate and columns, and no value, where the row is no state
   */
  readonly stateOf: (row: Row) => State;
  /**
   * Reads those that a condition leaves, under the scope of the transaction; order, limit and locking may follow it.
   * @example registrations.find(tx, 'person_id = any($1) order by registration_id for share', [personIds])
   */
  find(tx: Transaction, where: string, values: unknown[]): Promise<State[]>;
  /**
   * Reads aggregates and locks their rows until the end of the transaction, in the order of their ids, so that two
   * batches cannot deadlock; answers them in the order of `ids`. Those that the scope does not see are not among them.
   */
  lock(tx: Transaction, ids: readonly string[]): Promise<State[]>;
  readonly snapshot?: Fact<State>;
}

const declared = new Map<string, Aggregate>();

/** All aggregates of the modules that were loaded, by table: a spec holds each against information_schema. */
export const declaredAggregates = (): readonly Aggregate[] => [...declared.values()];

/**
 * Declares an aggregate.
 * @example
 * export const registrations = aggregate({
 *   name: 'registration', table: 'registrations', id: 'registrationId', school: 'schoolCode', states: Registration,
 * });
 */
export function aggregate<Schema extends States>(
  declaration: AggregateDeclaration<Schema>,
): Aggregate<z.infer<Schema> & AnyState> {
  type State = z.infer<Schema> & AnyState;
  const options = optionsOf(declaration.states);
  const discriminator =
    'options' in declaration.states ? declaration.states.def.discriminator : (declaration.state ?? null);
  const columns = [
    ...new Map(options.flatMap(({ shape }) => columnsOf(shape)).map((each) => [each.name, each])).values(),
  ];
  const columnOf = (property: string) =>
    columns.find(({ path }) => path.length === 1 && path[0] === property)!;
  const nested = [...new Set(columns.flatMap(({ path }) => (path[1] === undefined ? [] : [path[0]])))];
  const idColumn = columnOf(declaration.id).name;
  const selected = columns.map(({ name }) => `${declaration.table}.${name}`).join(', ');
  const idOf = (state: State) => String((state as Row)[declaration.id]);
  const find = async (tx: Transaction, where: string, values: unknown[]) => {
    const rows = await tx.query<Row>(`select ${selected} from ${declaration.table} where ${where}`, values);
    return rows.map(stateOf);
  };
  const stateOf = (row: Row): State => {
    const state: Record<string, unknown> = {};
    for (const column of columns) put(state, column, row[column.name]);
    for (const property of nested)
      if (Object.keys(state[property] as object).length === 0) delete state[property];
    const parsed = declaration.states.safeParse(state);
    if (parsed.success) return parsed.data as State;
    const wrong = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`);
    throw new Error(`A row of ${declaration.table} is no ${declaration.name}: ${wrong.join(', ')}.`);
  };
  const made: Aggregate<State> = {
    ...declaration,
    idColumn,
    idSchema: options[0]!.shape[declaration.id] as z.ZodType<string>,
    schoolColumn: declaration.school === null ? null : columnOf(declaration.school).name,
    stateColumn: discriminator === null ? null : columnOf(discriminator).name,
    columns,
    shape: shapeOf(options, discriminator),
    personalColumns: columns
      .filter(({ path }) => (declaration.personal as readonly string[] | undefined)?.includes(path[0]))
      .map(({ name }) => name),
    selected,
    idOf,
    schoolOf: (state) =>
      declaration.school === null
        ? null
        : (((state as Row)[declaration.school] as string | undefined) ?? null),
    rowOf: (state) =>
      Object.fromEntries(columns.map(({ name, path }) => [name, valueOf(state as Row, path)])),
    stateOf,
    find,
    lock: async (tx, ids) => {
      const locked = await find(tx, `${idColumn} = any($1) order by ${idColumn} for update`, [ids]);
      const byId = new Map(locked.map((state) => [idOf(state), state]));
      return ids.flatMap((each) => byId.get(each) ?? []);
    },
  };
  declared.set(made.table, made);
  return made;
}

const optionsOf = (states: States): z.ZodObject[] =>
  'options' in states ? (states.options as z.ZodObject[]) : [states];
