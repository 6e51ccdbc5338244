import { MAX_RECORDS, type SupervisionRule } from '../rule.js';

/** Of fewer students a share says nothing. [D] */
const FEWEST = 30;

/** 分类注册: 非全日制 among who entered in a year, against the year before; a jump may be students put into the wrong register. */
export const partTimeShareJump: SupervisionRule = {
  code: 'PART_TIME_SHARE_JUMP',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: {
    zh: '非全日制学生占比较上年大幅变化',
    en: 'The share of part-time students differs much from the year before',
  },
  remedy: {
    zh: '核对两类学籍的注册依据并说明原因',
    en: 'Check on what ground students were put into each register, and say why',
  },
  threshold: { unit: 'PERCENT', value: 20, least: 1, most: 100 },
  finds: (today, threshold) => `
    with shares as (
      select school_code, year, count(*)::int as students, count(*) filter (where study_mode = 'PART_TIME')::int as part_time,
        (array_agg(registration_id order by registration_id) filter (where study_mode = 'PART_TIME'))[1:${MAX_RECORDS}] as records
      from registrations where approved_at is not null and year > extract(year from ${today})::int - 4
      group by school_code, year)
    select this.school_code, this.year::text as subject, coalesce(this.records, '{}') as registration_ids,
      jsonb_build_object('year', this.year, 'students', this.students, 'partTime', this.part_time,
        'studentsBefore', before.students, 'partTimeBefore', before.part_time) as facts, '{}'::text[] as contributors
    from shares this join shares before on before.school_code = this.school_code and before.year = this.year - 1
    where least(this.students, before.students) >= ${FEWEST}
      and abs(this.part_time * before.students - before.part_time * this.students) * 100 > ${threshold}::bigint * this.students * before.students`,
};
