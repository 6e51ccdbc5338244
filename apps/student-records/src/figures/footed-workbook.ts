import { writeWorkbook } from '#runtime';
import { DIMENSIONS, type Dimension } from './dimensions.js';

interface FootedColumn {
  readonly field: string;
  readonly title: string;
  /** what codes are called */
  readonly values?: Readonly<Record<string, string>>;
}

type Row = Readonly<Record<string, unknown>>;

/** Columns of a table of figures: what they are told apart by, and the counts. */
export const figureColumns = (
  by: readonly Dimension[],
  counts: Readonly<Record<string, string>>,
): FootedColumn[] => [
  ...[...new Set(by)].map((field) => ({ field, ...DIMENSIONS[field] })),
  ...Object.entries(counts).map(([field, title]) => ({ field, title })),
];

/** A sheet with its title and day above, and the totals as its last row: 合计. */
export function footedWorkbook(
  { sheet, heading, columns }: { sheet: string; heading: string; columns: readonly FootedColumn[] },
  rows: readonly Row[],
  footing: Row,
): Promise<Buffer> {
  return writeWorkbook(async (workbook) => {
    const written = workbook.addWorksheet(sheet, { views: [{ state: 'frozen', ySplit: 2 }] });
    written.columns = columns.map(({ title }) => ({ width: Math.max(12, title.length * 2 + 4) }));
    const bold = (cells: unknown[]) => {
      const row = written.addRow(cells);
      row.font = { bold: true };
      row.commit();
    };
    bold([heading]);
    bold(columns.map(({ title }) => title));
    for (const row of rows) written.addRow(columns.map((column) => cellOf(column, row))).commit();
    bold(columns.map(({ field }, at) => footing[field] ?? (at === 0 ? '合计' : undefined)));
    written.commit();
  });
}

const cellOf = ({ field, values }: FootedColumn, row: Row) => {
  const value = row[field];
  return values ? (values[String(value)] ?? value) : value;
};
