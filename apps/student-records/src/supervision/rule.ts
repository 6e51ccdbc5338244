import { LIVE_STATES } from '../domain/registration-states.js';
import type { RunningRule } from '../domain/finding-run.js';

/** What a rule compares with, where it does: one whole number, which the city may move. */
export interface Threshold {
  readonly unit: 'DAYS' | 'MONTHS' | 'PERSONS' | 'PERCENT';
  /** [D] where the rule does not say otherwise */
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A rule of supervision: one file in `rules/`, listed in `rules/index.ts`. */
export interface SupervisionRule extends RunningRule {
  /** never renamed: findings, decisions and runs keep it; a rule that finds otherwise than before has the next `version` */
  readonly code: string;
  /** the day from which this version is in the catalogue */
  readonly since: string;
  readonly says: Words;
  /** what the school can do about it */
  readonly remedy: Words;
  readonly threshold?: Threshold;
  /**
   * SQL of what it finds, in the whole city on a day: `school_code`, `subject` (text, tells the findings of a school apart),
   * `registration_ids` (at most {@link MAX_RECORDS}), `facts` (jsonb of dates, counts and codes, which tell of no person and
   * stay the same while nothing changes), and `contributors` (text[]: who did it, if that is known).
   * @param today `date` of the run
   * @param threshold `int`, as it is in force on that day
   */
  readonly finds: (today: string, threshold: string) => string;
}

/** Records that a finding names at most; how many there are stands in its facts. */
export const MAX_RECORDS = 200;

/** 在籍, as a condition. */
export const IS_LIVE = `registrations.state in (${LIVE_STATES.map((each) => `'${each}'`).join(', ')})`;

/** Since when the school can have recorded here what a rule asks for: a record of before the system is taken over some day. */
export const ON_RECORD_SINCE = `greatest(registrations.start_on,
  case when registrations.taken_over_import_id is not null then (registrations.approved_at at time zone 'Asia/Shanghai')::date end)`;

interface OfRegistrations {
  /** further tables, as `join … using (…)` */
  readonly from?: string;
  readonly where: string;
  /** by name of the fact, an expression */
  readonly facts?: Readonly<Record<string, string>>;
  /** of who did what is found */
  readonly by?: string;
}

/** What most rules find: registrations, each by itself. */
export function ofRegistrations({ from = '', where, facts = {}, by }: OfRegistrations): string {
  const pairs = Object.entries(facts).map(([name, value]) => `'${name}', ${value}`);
  return `
    select registrations.school_code, registrations.registration_id::text as subject,
      array[registrations.registration_id] as registration_ids,
      jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')})) as facts,
      ${by ? `array_remove(array[${by}], null)` : `'{}'::text[]`} as contributors
    from registrations ${from} where ${where}`;
}
