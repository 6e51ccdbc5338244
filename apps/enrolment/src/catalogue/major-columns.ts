import { choice, CHUNK_ROWS, clearText, column, day, list, optional, type RowOf, schema, shown, text, type ValidRow } from '#importing'; // prettier-ignore
import { catalogueVersion, majorCode } from './catalogue.js';
import { level } from '../file-choices.js';

const seen = { mask: shown };
const number = { mask: shown, takes: 'number' as const };

/** Columns of a version of the 专业目录, as it is handed out and taken in. */
export const columns = {
  catalogueVersion: column('目录版本', schema(catalogueVersion), { ...number, hint: '全文件为同一版本' }),
  effectiveFrom: column('施行日期', optional(day()), {
    ...seen,
    takes: 'date',
    mayBeAbsent: true,
    hint: '如 2026-09-01；新版不填即为导入当日',
  }),
  majorCode: column('专业代码', schema(majorCode), { ...seen, hint: '如 0106-3' }),
  name: column('专业名称', text(), seen),
  levels: column('培养层次', list(level), {
    ...seen,
    hint: '多个用分号隔开：中级工班；高级工班；预备技师班；技师班',
  }),
  status: column('状态', optional(choice({ ACTIVE: '有效', CLOSED: '撤销' })), {
    ...seen,
    mayBeAbsent: true,
    hint: '不填即为有效',
  }),
  successorCode: column('接续专业代码', optional(schema(majorCode)), {
    ...seen,
    mayBeAbsent: true,
    hint: '撤销专业由同版目录的哪个专业接续',
  }),
  reason: column('更正原因', optional(clearText(500)), {
    ...seen,
    mayBeAbsent: true,
    hint: '更正已载入、尚未施行的版本时必填',
  }),
};
export type Row = ValidRow<RowOf<typeof columns>>;

/** A version comes whole, and so in one piece. */
export const majorFile = {
  columns,
  sheet: '专业目录',
  uniqueBy: ['catalogueVersion' as const, 'majorCode' as const],
  maximumRows: CHUNK_ROWS,
  checkRow: ({ levels }: Row['values']) =>
    levels.length > 0 ? [] : [{ field: 'levels' as const, code: 'missing', message: '不能为空' }],
};
