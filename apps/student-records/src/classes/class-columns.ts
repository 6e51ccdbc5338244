import { clearText, column, integer, optional, shown } from '#importing';
import { level, programmeType, season, studyMode } from '../file-choices.js';

const seen = { mask: shown };
const number = { mask: shown, takes: 'number' as const };

/** Columns of classes, as a file of them is taken in and their list is handed out. */
export const classColumns = {
  code: column('班级代码', clearText(30), number),
  name: column('班级名称', clearText(50), seen),
  year: column('入学年度', integer(2000, 2100), number),
  season: column('入学季节', season, seen),
  studyMode: column('学习形式', studyMode, seen),
  level: column('层次', level, seen),
  majorCode: column('专业代码', clearText(20), seen),
  majorName: column('专业名称', clearText(100), seen),
  programmeType: column('培养类型', programmeType, seen),
  plannedSize: column('计划人数', integer(1, 500), number),
  headTeacher: column('班主任', optional(clearText(50)), { mayBeAbsent: true }),
};
export const classFile = { columns: classColumns, sheet: '班级', uniqueBy: ['code' as const] };
