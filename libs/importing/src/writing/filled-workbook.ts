import { shownBy } from '../cells.js';
import { type Column, type Columns } from '../columns.js';
import type { ImportRules } from '../import-rules.js';
import { importWorkbook } from './sheet-layout.js';

/** An export in the layout of an import: a file that is handed out, changed and uploaded again is read. */
export const filledWorkbook = <C extends Columns>(
  rules: ImportRules<C>,
  items: AsyncIterable<{ readonly [Field in keyof C]?: unknown }>,
): Promise<Buffer> =>
  importWorkbook(rules, {}, async (sheet) => {
    for await (const item of items)
      sheet.addRow(Object.entries(rules.columns).map(([field, column]) => cellOf(column, item[field]))).commit(); // prettier-ignore
  });

const cellOf = ({ parse }: Column<unknown>, value: unknown): string =>
  value === undefined || value === null ? '' : shownBy(parse, value);
