import { MAX_RECORDS, type SupervisionRule } from '../rule.js';

/** Whether papers were looked at, when one officer approves so many within a day. [D] */
export const approvedByOnePerson: SupervisionRule = {
  code: 'APPROVED_BY_ONE_PERSON',
  version: 1,
  severity: 'LOW',
  since: '2026-12-01',
  says: {
    zh: '同一审批人一日内批准该校学籍数量过多',
    en: 'One officer approved very many registrations of the school within a day',
  },
  remedy: {
    zh: '抽查当日批准的学籍材料，说明审核情况',
    en: 'Check a sample of the papers, and say how they were looked at',
  },
  threshold: { unit: 'PERSONS', value: 500, least: 50, most: 10_000 },
  finds: (_, threshold) => `
    select school_code, approved_by || ' ' || (approved_at at time zone 'Asia/Shanghai')::date as subject,
      (array_agg(registration_id order by registration_id))[1:${MAX_RECORDS}] as registration_ids,
      jsonb_build_object('approvedOn', (approved_at at time zone 'Asia/Shanghai')::date, 'approved', count(*)) as facts,
      array[approved_by] as contributors
    from registrations where approved_by is not null
    group by school_code, approved_by, (approved_at at time zone 'Asia/Shanghai')::date having count(*) > ${threshold}`,
};
