import type { Transaction } from '#database';
import type { ExportQuery, ListDeclaration, Source, WorkbookColumns } from './list-declaration.js';
import type { Filters } from './list-filters.js';
import { readAll } from './list-pages.js';
import { writeWorkbook } from './workbook.js';

/** All that the filters leave, as a workbook of the declared columns. */
export async function exported<Row extends object, Item>(
  tx: Transaction,
  declared: ListDeclaration<Filters, string, string>,
  asked: ExportQuery,
  source: Source<Row, Item>,
): Promise<Buffer> {
  const { sheet, columns } = declared.workbook!;
  return writeWorkbook(async (workbook) => {
    const written = workbook.addWorksheet(sheet, { views: [{ state: 'frozen', ySplit: 1 }] });
    const titles = Object.values(columns).map((column) =>
      typeof column === 'string' ? column : column.title,
    );
    written.columns = titles.map((title) => ({ header: title, width: Math.max(14, title.length * 2 + 4) }));
    written.getRow(1).font = { bold: true };
    for await (const item of readAll(tx, declared, asked, source))
      written.addRow(cellsOf(item, columns)).commit();
    written.commit();
  });
}

/** Text stays text, also where it begins like a formula: exceljs writes it as a string. */
function cellsOf<Item>(item: Item, columns: WorkbookColumns): (string | number | undefined)[] {
  return Object.entries(columns).map(([field, column]) => {
    const value = (item as Readonly<Record<string, unknown>>)[field];
    const called = (each: unknown) =>
      typeof column === 'string' ? String(each) : (column.values[String(each)] ?? String(each));
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) return value.map(called).join('；');
    return typeof value === 'number' ? value : called(value);
  });
}
