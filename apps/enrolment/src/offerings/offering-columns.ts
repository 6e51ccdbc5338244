import { choice, column, optional, type RowOf, shown, text, type ValidRow } from '#importing';
import { level, studyMode } from '../file-choices.js';

const seen = { mask: shown };
const number = { mask: shown, takes: 'number' as const };
const notRead = { ...seen, mayBeAbsent: true, hint: '仅供核对，不读取' };

/** Columns of a file of offerings, as it is handed out and taken in. */
export const columns = {
  schoolCode: column('学校代码', text(20), seen),
  catalogueVersion: column('目录版本', text(50), { ...number, hint: '已载入的专业目录版本，如 2022' }),
  majorCode: column('专业代码', text(20), { ...seen, hint: '该版目录中的代码，如 0106-3' }),
  majorName: column('专业名称', optional(text()), notRead),
  level: column('层次', level, seen),
  mode: column('学习形式', studyMode, seen),
  status: column('状态', optional(choice({ ACTIVE: '招生', STOPPED: '停招', CLOSED: '撤销' })), {
    ...seen,
    mayBeAbsent: true,
    hint: '新开设的可不填；停招、恢复和撤销须另行办理',
  }),
};
export const offeringFile = {
  columns,
  sheet: '专业点',
  uniqueBy: ['schoolCode' as const, 'catalogueVersion' as const, 'majorCode' as const, 'level' as const, 'mode' as const], // prettier-ignore
};
export type Row = ValidRow<RowOf<typeof columns>>;
