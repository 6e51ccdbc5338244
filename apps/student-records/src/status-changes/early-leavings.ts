import { fact } from '#aggregates';
import { type DataOf, EarlyLeavingRevoked, StudentLeftEarly } from '#contracts';
import type { Transaction } from '#database';
import { isEarlyLeaving } from '../domain/early-leaving.js';
import { holderOf, type In, type Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { LEFT_BEFORE } from '../registrations/certified-before.js';
import { identitiesTold } from '../registrations/identities-told.js';
import { type GraduationSchool, schoolOn } from '../schools/school-row.js';

type Withdrawn = In<'WITHDRAWN'>;

const cameBack = (each: Registration): each is In<'ACTIVE'> =>
  each.state !== 'WITHDRAWN' && 'changedFrom' in each && each.changedFrom === 'WITHDRAWN';
const changesOf = (states: readonly Registration[]) =>
  states.map((each) => ('lastChangeId' in each ? each.lastChangeId : undefined));

/**
 * 肄业, of registrations that have just followed a change: keeps which withdrawals are certified, and which were reversed. Whose identity is in
 * dispute is certified no more than they graduate: nobody knows yet whose name belongs on the paper.
 */
export async function keepEarlyLeavings(
  tx: Transaction,
  changed: readonly Registration[],
  rules: RegistrationRules,
): Promise<void> {
  const left = changed.filter((each): each is Withdrawn => isEarlyLeaving(each, rules));
  if (left.length > 0)
    await tx.query(
      `insert into early_leavings (change_id, registration_id, school_code, left_on, school, approved_at)
       select change_id, registration_id, leaving.school_code, left_on, to_jsonb(school), $5
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $6::uuid[])
         as leaving (change_id, registration_id, school_code, left_on, person_id)
       join persons on persons.person_id = leaving.person_id and persons.verification <> 'MISMATCH'
       cross join lateral (${schoolOn('leaving.school_code', 'leaving.left_on')}) school`,
      [
        changesOf(left),
        left.map(({ registrationId }) => registrationId),
        left.map(({ schoolCode }) => schoolCode),
        left.map(({ endedOn }) => endedOn),
        tx.at,
        left.map(holderOf),
      ],
    );
  const back = changed.filter(cameBack);
  if (back.length > 0)
    await tx.query(
      `update early_leavings leaving set reversed_at = $2, reversed_by_change_id = change.change_id,
         decision_no = coalesce(change.decision_no, change.evidence)
       from status_changes change
       where change.change_id = any($1) and change.registration_id = leaving.registration_id and leaving.reversed_at is null`,
      [changesOf(back), tx.at],
    );
}

type Row = IdentityRow & {
  registration_id: string;
  change_id: string;
  school: GraduationSchool;
  approved_at: Date;
  certificate_no: string | null;
};

/** What a certificate of study states beside the registration; nothing of who left without one. */
async function detailsOf(
  tx: Transaction,
  states: readonly Registration[],
  { vault }: { vault: PersonVault },
) {
  const left = states.filter((each): each is Withdrawn => each.state === 'WITHDRAWN');
  if (left.length === 0) return () => undefined;
  const told = await identitiesTold(tx, vault.sealer, left);
  const rows = await tx.query<Row>(
    `select leaving.registration_id, leaving.change_id, persons.person_id, ${IDENTITY_COLUMNS}, leaving.school,
       leaving.approved_at, known.certificate_no
     from unnest($1::uuid[], $2::uuid[]) as withdrawn (change_id, person_id)
     join persons using (person_id)
     join early_leavings leaving using (change_id)
     left join lateral (
       select certificate_no, status from registration_certificates known
       where known.registration_id = leaving.registration_id and known.kind = 'STUDY'
       order by certificate_no limit 1 offset ${LEFT_BEFORE('leaving.registration_id', 'leaving.approved_at')}
     ) known on known.status = 'VALID' or leaving.reversed_at is not null`,
    [changesOf(left), left.map(holderOf)],
  );
  const details = new Map(
    rows.map((row) => [
      row.change_id,
      {
        identity: told.get(row.registration_id) ?? vault.identityOf(row),
        school: row.school,
        approvedAt: row.approved_at.toISOString(),
        ...(row.certificate_no !== null && { certificateNo: row.certificate_no }),
      },
    ]),
  );
  return ({ lastChangeId = '' }: Withdrawn) => details.get(lastChangeId);
}

async function reversalsOf(tx: Transaction, states: readonly Registration[]) {
  const back = states.filter(cameBack);
  if (back.length === 0) return () => undefined;
  const rows = await tx.query<{ change_id: string; decision_no: string; reversed_at: Date }>(
    `select reversed_by_change_id as change_id, decision_no, reversed_at from early_leavings
     where reversed_by_change_id = any($1)`,
    [changesOf(back)],
  );
  const reversals = new Map(
    rows.map((row) => [
      row.change_id,
      { decisionNo: row.decision_no, revokedAt: row.reversed_at.toISOString() },
    ]),
  );
  return ({ lastChangeId = '' }: Withdrawn) => reversals.get(lastChangeId);
}

type Details = Pick<DataOf<typeof StudentLeftEarly>, 'identity' | 'school' | 'approvedAt' | 'certificateNo'>;
type Reversal = Pick<DataOf<typeof EarlyLeavingRevoked>, 'decisionNo' | 'revokedAt'>;

/** What follows from a status change beside itself, where it ends or resumes a study that is certified. */
export const earlyLeavingFacts = [
  fact(
    StudentLeftEarly,
    (each: Withdrawn, details: Details | undefined) =>
      details && { ...each, ...details, leftOn: each.endedOn, changeId: each.lastChangeId! },
    detailsOf,
  ),
  fact(
    EarlyLeavingRevoked,
    (each: Withdrawn, reversal: Reversal | undefined) => reversal && { ...each, ...reversal },
    reversalsOf,
  ),
];
