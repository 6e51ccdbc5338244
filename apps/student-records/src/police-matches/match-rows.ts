import type { Transaction } from '#database';
import type { Actor } from '#security';
import type { Compared, PoliceOutcome } from '../domain/police-match.js';
import { HOLDER } from '../persons/person-row.js';

export interface CountedMatch {
  readonly matchId: string;
  readonly personId: string;
  readonly matchNumber: string;
  readonly outcome: PoliceOutcome;
  readonly source: string;
  readonly matchedAt: string;
  readonly counts: boolean;
}

interface NumberedRow {
  match_number: string;
  outcome: string;
  matched_at: Date;
  source: string;
}

/** Those that this exchange has delivered under these numbers. */
export async function matchesByNumber(tx: Transaction, { subject }: Actor, numbers: readonly string[]) {
  const rows = await tx.query<NumberedRow>(
    `select match_number, outcome, matched_at, source from police_matches
     where delivered_by = $1 and match_number = any($2)`,
    [subject, numbers],
  );
  return new Map(rows.map((row) => [row.match_number, row]));
}

/** Persons by the index of their document, locked. */
export async function lockCompared(tx: Transaction, indexes: readonly string[]) {
  const rows = await tx.query<{ person_id: string; id_number_index: string; name: string; at: Date | null }>(
    `select person_id, id_number_index, name, police_matched_at as at from persons
     where id_number_index = any($1) order by person_id for no key update`,
    [indexes],
  );
  return new Map(
    rows.map((row): [string, Compared & { readonly personId: string }] => [
      row.id_number_index,
      { personId: row.person_id, name: row.name, policeMatchedAt: row.at?.toISOString() },
    ]),
  );
}

/** Stores results, and lets those that count settle how far an identity is verified. A dispute of registrations stays one. */
export async function insertMatches(
  tx: Transaction,
  matches: readonly CountedMatch[],
  { subject }: Actor,
): Promise<void> {
  const rows = matches.map(({ matchId, personId, matchNumber, matchedAt, ...match }) => ({
    ...match,
    match_id: matchId,
    person_id: personId,
    match_number: matchNumber,
    matched_at: matchedAt,
    delivered_by: subject,
    received_at: tx.at,
  }));
  await tx.query(
    `insert into police_matches select * from json_populate_recordset(null::police_matches, $1)
     on conflict (delivered_by, match_number) do nothing`,
    [JSON.stringify(rows)],
  );
  const newest = new Map(matches.filter(({ counts }) => counts).map((each) => [each.personId, each]));
  await tx.query(
    `update persons set police_outcome = given.outcome, police_matched_at = given.matched_at,
       verification = case when given.outcome = 'MISMATCH' or exists (
           select from registrations
           where ${HOLDER} = persons.person_id and identity_mismatch and state <> 'REJECTED')
         then 'MISMATCH' else 'POLICE_MATCHED' end
     from json_to_recordset($1) as given (person_id uuid, outcome text, matched_at timestamptz)
     where persons.person_id = given.person_id`,
    [JSON.stringify([...newest.values()].map((each) => ({ person_id: each.personId, outcome: each.outcome, matched_at: each.matchedAt })))], // prettier-ignore
  );
}
