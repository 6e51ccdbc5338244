import { MAX_RECORDS, type SupervisionRule } from '../rule.js';

/** 超计划注册: more were registered on a line of the plan than it has seats. A record that was taken over names no line. */
export const overPlan: SupervisionRule = {
  code: 'OVER_PLAN',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '注册人数超过招生计划',
    en: 'More students are registered than the plan line has seats',
  },
  remedy: {
    zh: '核对注册与招生计划；确需增加的，由市级调整该年度计划',
    en: 'Check the registrations against the plan; where more are right, let the city adjust the plan of that year',
  },
  threshold: { unit: 'PERSONS', value: 0, least: 0, most: 50 },
  finds: (_, threshold) => `
    select line.school_code, line.plan_line_id::text as subject,
      (array_agg(registration_id order by approved_at desc, registration_id))[1:${MAX_RECORDS}] as registration_ids,
      jsonb_build_object('year', line.year, 'season', line.season, 'planned', seats.planned, 'registered', count(*)) as facts,
      '{}'::text[] as contributors
    from known_plan_lines line
    cross join lateral (select case line.status when 'DRAFT' then 0 else line.planned end as planned) seats
    join registrations using (plan_line_id, school_code)
    where registrations.state not in ('SUBMITTED', 'REJECTED', 'CANCELLED')
    group by line.plan_line_id, seats.planned having count(*) > seats.planned + ${threshold}`,
};
