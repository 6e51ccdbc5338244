import { v7 as uuidv7 } from 'uuid';
import { step, type Transitions } from '#aggregates';
import { acrossSchools, type Transaction } from '#database';
import { IS_LIVE } from '../applications/applications.js';
import { type IdentityConflict, settle } from '../domain/identity-conflict.js';
import { wrongState } from '../domain/refusals.js';
import { identityConflicts } from './identity-conflicts.js';

const NOTE = { name: 'note-identity-conflict' };

/** 身份冲突 of applications that are new, with others of the whole city; each pair is noted once. */
export function noteConflicts(
  tx: Transaction,
  transitions: Transitions,
  applicationIds: readonly string[],
): Promise<void> {
  return acrossSchools(tx, async () => {
    await noteFound(tx, transitions, await findPairs(tx, applicationIds));
  });
}

/** The same of those that were corrected; those in which it is like the other no longer are settled. */
export function recheckConflicts(
  tx: Transaction,
  transitions: Transitions,
  applicationIds: readonly string[],
): Promise<void> {
  return acrossSchools(tx, async () => {
    const pairs = await findPairs(tx, applicationIds);
    const still = new Set(pairs.map(keyOf));
    const known = await identityConflicts.find(
      tx,
      `(first_id = any($1) or second_id = any($1)) and state in ('OPEN', 'SCHOOL_ERROR') order by conflict_id for update`,
      [applicationIds],
    );
    const settled = known.filter((each) => !still.has(keyOf(each)));
    await transitions.take(tx, settleConflict, settled, {});
    await noteFound(tx, transitions, pairs);
  });
}

const settleConflict = step(identityConflicts, {
  name: 'settle-identity-conflict',
  refuses: wrongState,
  decide: (each) => settle(each),
});

/** Which of some applications are not admitted before a conflict is settled. */
export async function disputedAmong(
  tx: Transaction,
  applicationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await acrossSchools(tx, () =>
    tx.query<{ id: string }>(
      `select id from unnest($1::uuid[]) as asked (id) where exists (
         select from identity_conflicts where state = 'OPEN' and id in (first_id, second_id)
           or state = 'SCHOOL_ERROR' and id = wrong_id)`,
      [applicationIds],
    ),
  );
  return new Set(rows.map(({ id }) => id));
}

type Pair = Pick<IdentityConflict, 'kind' | 'firstId' | 'firstSchoolCode' | 'secondId' | 'secondSchoolCode'>;
const keyOf = ({ kind, firstId, secondId }: Pair) => `${kind}/${firstId}/${secondId}`;

async function noteFound(tx: Transaction, transitions: Transitions, pairs: readonly Pair[]): Promise<void> {
  const versions = pairs.map((each) => ({
    after: { ...each, conflictId: uuidv7(), state: 'OPEN' as const, version: 1 },
  }));
  await transitions.save(tx, identityConflicts, NOTE, versions, {
    unless: 'kind, first_id, second_id',
    follows: true,
  });
}

/**
 * SQL of the applications with which each of `mine` shares a column. Each is looked up by that column alone (`offset 0`): as a
 * join it is planned by what the table was when it was last analysed, and goes through all of a city that has just begun to apply.
 */
const sharing = (column: string) => `
  mine cross join lateral (
    select application_id, school_code, state, name, sex, birth_date, id_number_index from applications
    where ${column} = mine.${column} offset 0) other`;

/** SQL of those who are alike in all but the document. */
const alike = (column: string) => `
  select 'TWO_DOCUMENTS' as kind, mine.application_id, mine.school_code, other.application_id as other_id,
    other.school_code as other_school
  from ${sharing(column)} where other.name = mine.name and other.sex = mine.sex and other.birth_date = mine.birth_date
    and other.id_number_index <> mine.id_number_index and other.${IS_LIVE}`;

/**
 * One document under two names; or name, sex, birth date and a phone of applicant or guardian under two documents. Numbers
 * and phones are compared by their blind indexes.
 */
async function findPairs(tx: Transaction, applicationIds: readonly string[]): Promise<Pair[]> {
  return tx.query<Pair & Record<string, unknown>>(
    `with mine as (select * from applications where application_id = any($1)),
     found as (
       select 'TWO_NAMES' as kind, mine.application_id, mine.school_code, other.application_id as other_id,
         other.school_code as other_school
       from ${sharing('id_number_index')} where other.name <> mine.name and other.${IS_LIVE}
       union all ${alike('phone_index')}
       union all ${alike('guardian_index')})
     select distinct on (kind, least(application_id, other_id), greatest(application_id, other_id)) kind,
       least(application_id, other_id) as "firstId", greatest(application_id, other_id) as "secondId",
       case when application_id < other_id then school_code else other_school end as "firstSchoolCode",
       case when application_id < other_id then other_school else school_code end as "secondSchoolCode"
     from found`,
    [applicationIds],
  );
}
