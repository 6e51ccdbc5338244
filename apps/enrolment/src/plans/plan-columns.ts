import { clearText, column, integer, optional, type RowOf, shown, text, type ValidRow } from '#importing';
import { level, planScope, season, studyMode } from '../file-choices.js';
import { MAX_SEATS } from './adjust-plan-lines.js';

const code = { mask: shown };
const number = { mask: shown, takes: 'number' as const };

/** Columns of a file of plan lines. Nothing in them is of a person. */
export const columns = {
  schoolCode: column('学校代码', text(20), code),
  majorCode: column('专业代码', text(20), { ...code, hint: '招生专业目录中的代码，如 0106-3' }),
  catalogueVersion: column('目录版本', optional(text(40)), {
    ...code,
    mayBeAbsent: true,
    hint: '不填则取在招专业点中目录最新的',
  }),
  level: column('层次', level, code),
  studyMode: column('学习形式', studyMode, code),
  year: column('年度', integer(2000, 2100), { ...number, hint: '招生年度，如 2026' }),
  season: column('季节', season, code),
  scope: column('计划范围', planScope, code),
  planned: column('计划人数', integer(0, MAX_SEATS), number),
  reason: column('调整理由', optional(clearText(500)), {
    ...code,
    mayBeAbsent: true,
    hint: '已公布的计划改变人数时必填，提交后作为调整申请待审批',
  }),
};
export type Row = ValidRow<RowOf<typeof columns>>;

/** Also the layout of an export, so that it can be uploaded again. */
export const planFile = {
  columns,
  sheet: '招生计划',
  uniqueBy: ['schoolCode', 'majorCode', 'catalogueVersion', 'level', 'studyMode', 'season', 'scope', 'year'] as (keyof typeof columns)[], // prettier-ignore
};
