import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { type Finding, SEVERITIES } from '../domain/finding.js';
import { Rule } from './rule-decisions.js';

/** What tells the figures apart. */
const GROUPS = {
  school: 'school_code',
  district: 'authority_code',
  rule: 'rule',
  severity: 'severity',
  day: 'on_day::date::text',
} as const;
const MOST_DAYS = 366;

export const FiguresFilter = z
  .strictObject({
    by: z
      .enum(Object.keys(GROUPS) as (keyof typeof GROUPS)[])
      .default('school')
      .describe('What the figures are told apart by; `day`: over time'),
    asOf: day.optional().describe('At the end of this day in China; today where it is left out'),
    from: day.optional().describe('First day, with `by=day`; `asOf` is the last'),
    schoolCode: schoolCode.optional(),
    authorityCode: z.string().max(64).optional().describe('Authority of the schools'),
    rule: Rule.optional(),
    severity: z.enum(SEVERITIES).optional().describe('How much the findings weigh'),
  })
  .refine(({ from, asOf, by }) => !from || (by === 'day' && daysBetween(from, asOf) < MOST_DAYS), {
    path: ['from'],
    message: `is for \`by=day\`, and at most ${MOST_DAYS} days before the last day`,
  });

const daysBetween = (from: string, to = dayInChina(new Date())) =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

const count = z.int().min(0);
export const Figures = z
  .object({
    asOf: day,
    items: z.array(
      z.object({
        key: z.string().describe('School, authority, rule, severity or day'),
        schoolCode: schoolCode.optional(),
        open: count.describe('The school has to answer: new ones, and those that came back or were returned'),
        answered: count.describe('The authority has to decide'),
        accepted: count,
        resolved: count,
      }),
    ),
  })
  .meta({ id: 'SupervisionFigures' });

/** Of each finding the version at the end of each day, out of the history: a day that is past always gives the same. */
const AT_THE_END_OF_DAYS = `
  from generate_series($1::date, $2::date, interval '1 day') as days (on_day)
  join (
    select finding_id, school_code, state, data->>'rule' as rule, data->>'severity' as severity,
      (recorded_at at time zone 'Asia/Shanghai')::date as first_day,
      (lead(recorded_at, 1, 'infinity') over (partition by finding_id order by version) at time zone 'Asia/Shanghai')::date as next_day
    from supervision_findings_history
  ) past on first_day <= on_day and next_day > on_day
  left join schools using (school_code)`;

const countOf = (...states: Finding['state'][]) =>
  `(count(*) filter (where state in (${states.map((each) => `'${each}'`).join(', ')})))::int`;

@Injectable()
export class SupervisionFigures {
  constructor(private readonly transactions: Transactions) {}

  async count(
    { by, asOf, from, ...asked }: z.infer<typeof FiguresFilter>,
    actor: Actor,
  ): Promise<z.infer<typeof Figures>> {
    expectOwnSchool(scopeOf(actor), asked.schoolCode);
    const last = asOf ?? dayInChina(new Date());
    const values: unknown[] = [from ?? last, last];
    const columns = { schoolCode: 'school_code', authorityCode: 'authority_code', rule: 'rule', severity: 'severity' }; // prettier-ignore
    const conditions = Object.entries(columns).flatMap(([name, column]) => {
      const value = asked[name as keyof typeof columns];
      return value === undefined ? [] : [`${column} = $${values.push(value)}`];
    });
    const items = await this.transactions.run(scopeOf(actor), (tx) =>
      tx.query<z.infer<typeof Figures>['items'][number]>(
        `select coalesce(${GROUPS[by]}, '') as key,
           ${countOf('OPEN', 'REOPENED')} as open, ${countOf('ANSWERED')} as answered,
           ${countOf('ACCEPTED')} as accepted, ${countOf('RESOLVED')} as resolved
         ${AT_THE_END_OF_DAYS} where ${conditions.join(' and ') || 'true'} group by 1 order by 1`,
        values,
      ),
    );
    return {
      asOf: last,
      items: by === 'school' ? items.map((each) => ({ ...each, schoolCode: each.key })) : items,
    };
  }
}
