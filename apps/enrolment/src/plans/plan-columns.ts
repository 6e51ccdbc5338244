import {
  choice,
  clearText,
  column,
  integer,
  optional,
  type RowOf,
  shown,
  text,
  type ValidRow,
} from '#importing';
import { MAX_SEATS } from './adjust-plan-lines.js';

const LEVEL_NAMES = {
  INTERMEDIATE: '中级工班',
  SENIOR: '高级工班',
  PREP_TECHNICIAN: '预备技师班',
  TECHNICIAN: '技师班',
};
const MODE_NAMES = { FULL_TIME: '全日制', PART_TIME: '非全日制' };
const SEASON_NAMES = { SPRING: '春季', AUTUMN: '秋季' };
const SCOPE_NAMES = { IN_CITY: '市内', OUT_OF_CITY: '市外' };

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
  level: column('层次', choice(LEVEL_NAMES), code),
  studyMode: column('学习形式', choice(MODE_NAMES), code),
  year: column('年度', integer(2000, 2100), { ...number, hint: '招生年度，如 2026' }),
  season: column('季节', choice(SEASON_NAMES), code),
  scope: column('计划范围', choice(SCOPE_NAMES), code),
  planned: column('计划人数', integer(0, MAX_SEATS), number),
  reason: column('调整理由', optional(clearText(500)), {
    ...code,
    mayBeAbsent: true,
    hint: '已公布的计划改变人数时必填，提交后作为调整申请待审批',
  }),
};
export type Row = ValidRow<RowOf<typeof columns>>;

const titleOf = (field: keyof typeof columns) => columns[field].title;

/** An export has the columns of the file, so that it can be uploaded again. */
export const exportColumns = {
  schoolCode: titleOf('schoolCode'),
  majorCode: titleOf('majorCode'),
  catalogueVersion: titleOf('catalogueVersion'),
  level: { title: titleOf('level'), values: LEVEL_NAMES },
  mode: { title: titleOf('studyMode'), values: MODE_NAMES },
  year: titleOf('year'),
  season: { title: titleOf('season'), values: SEASON_NAMES },
  scope: { title: titleOf('scope'), values: SCOPE_NAMES },
  planned: titleOf('planned'),
  reason: titleOf('reason'),
};
