/** Columns that a character takes on a terminal: Chinese ones take two, combining ones none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

export type Cell = string | number | undefined;

const widthOf = (text: Cell) =>
  Array.from(String(text)).reduce(
    (sum, each) => sum + (/\p{M}/u.test(each) ? 0 : WIDE.test(each) ? 2 : 1),
    0,
  );

const fill = (cell: Cell, width: number) => ' '.repeat(Math.max(0, width - widthOf(cell)));

/** Lines of aligned columns; numbers stand to the right. */
export function table(rows: Cell[][]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) => {
    const cells = row.map((cell, at) =>
      typeof cell === 'number'
        ? fill(cell, widths[at]!) + cell
        : `${cell ?? ''}${fill(cell ?? '', widths[at]!)}`,
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
