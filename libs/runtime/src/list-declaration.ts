import type { Filters } from './list-filters.js';

type Columns = readonly [string, ...string[]];

export interface ListDeclaration<F extends Filters, Sort extends string, Field extends string = never> {
  /** what may be asked for, by the name of the query parameter */
  readonly filters: F;
  /** by name, the columns that together order the rows completely; none may be null, an index has to serve them */
  readonly sorts: Readonly<Record<Sort, Columns>>;
  /** one of `sorts`, with `-` for the other way round; the first of them when not given */
  readonly defaultSort?: NoInfer<Sort | `-${Sort}`>;
  /** for `workbook` of `listOf`: name of the sheet, and by field of an item the Chinese title of its column */
  readonly workbook?: {
    readonly sheet: string;
    readonly columns: WorkbookColumns<Field>;
  };
}

export type WorkbookColumns<Field extends string = string> = Readonly<
  Record<Field, string | { readonly title: string; readonly values: Labels }>
>;

/** What a code is called, for who reads a workbook. */
type Labels = Readonly<Record<string, string>>;

export type AnyList = Pick<ListDeclaration<Filters, string>, 'filters' | 'sorts'>;

export interface Selected {
  /** a select without order and limit, whose output has the columns of the declaration */
  readonly select: string;
  /** `$1` and so on of `select` */
  readonly parameters?: readonly unknown[];
}

/** What a page is read of. */
export interface Source<Row, Item> extends Selected {
  /**
   * A select from `listed`, which has the columns of the sort, of the rows of the page: what they show is read for them alone, and
   * what is gone through to find them may be in an index. Without it a page shows what `select` has.
   */
  readonly shown?: string;
  readonly itemOf: (row: Row) => Item;
}

export type ExportQuery = Readonly<Record<string, unknown>> & { readonly sort: string };
export type Query = ExportQuery & {
  readonly limit: number;
  readonly cursor?: string;
  readonly total?: boolean;
};
