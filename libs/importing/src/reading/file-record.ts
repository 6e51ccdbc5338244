import { refuse, type Refused } from '#national-codes';
import type { Column } from '../columns.js';

/** A cell as a file holds it: text, as every cell of a CSV file is, or what a workbook may hold beside it. */
export type Cell = string | { readonly text: string; readonly kind: CellKind };
export type CellKind = 'number' | 'date' | 'formula' | 'error';

/** One row of the file; `row` counts as a spreadsheet shows it. Cells are absent where they cannot be told apart. */
export interface FileRecord {
  row: number;
  cells?: Cell[];
  problem?: RowProblem | undefined;
}

const ROW_PROBLEMS = {
  'broken-row': '该行引号不成对或位置不对，无法读取，请核对该行',
  'wrong-cell-count': '该行的列数与表头不一致，或在表头之外还有内容',
  'hidden-row': '该行被隐藏或被筛选掉，请取消隐藏后保留或删除该行',
  'merged-cells': '该行含有合并单元格，请取消合并并逐格填写',
} as const;
export type RowProblem = keyof typeof ROW_PROBLEMS;

export const rowRefusal = (problem: RowProblem): Refused => refuse(problem, ROW_PROBLEMS[problem]);

export const textOf = (cell: Cell | undefined): string =>
  (typeof cell === 'object' ? cell.text : (cell ?? '')).trim();

/** Why a cell of a workbook is not taken as it stands; nothing in it is ever repaired. */
export function cellRefusal(cell: Cell | undefined, { takes }: Pick<Column<unknown>, 'takes'>) {
  if (typeof cell !== 'object') return undefined;
  if (cell.kind === 'formula') return formulaCell();
  if (cell.kind === 'error') return refuse('error-cell', '该单元格显示错误值（如 #N/A），请改为实际内容');
  if (cell.kind === 'date') return takes === 'date' ? undefined : dateCell();
  return takes ? undefined : numberCell();
}

// What a formula showed last may be old, or never have been computed.
const formulaCell = () => refuse('formula-cell', '该单元格是公式，请复制后选择性粘贴为“值”');

const dateCell = () =>
  refuse('date-cell', '该单元格是日期格式，请将整列设为“文本”格式后重新填写（format the column as text）');

const numberCell = () =>
  refuse(
    'number-cell',
    '该单元格是数字格式，前导零和 15 位以后的数字会丢失，系统不会代为修复；请将整列设为“文本”格式后重新填写（format the column as text）',
  );
