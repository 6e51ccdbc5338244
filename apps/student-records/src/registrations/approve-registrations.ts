import { batchTransition, fact, type Given } from '#aggregates';
import type { Decision } from '#aggregates/rules';
import { RegistrationApproved } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { approvalRefusals, type ApprovalRefusal, approve } from '../domain/registration.js';
import { type Active, holderOf, LIVE_STATES, type Registration } from '../domain/registration-states.js';
import type { RegistrationRules } from '../domain/rules.js';
import { HOLDER, type Verification } from '../persons/person-row.js';
import { cutOffs } from './cut-offs.js';
import { decidingContext } from '../schools/deciding.js';
import { allocateStudentNumbers } from './allocate-student-numbers.js';
import { registrations } from './registrations.js';
import { earlyCorrection } from './tell-early-corrections.js';

/** 注册: submitted registrations become active student records. */
export const approveRegistrations = batchTransition(registrations, {
  name: 'approve-registrations',
  path: 'batch-approve',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '批准了注册', en: 'approved the registration' },
  input: {},
  refuses: approvalRefusals,
  context: async (tx, states, given: Given<{ rules: RegistrationRules }>) => ({
    rules: given.rules,
    ...(await lockPersons(tx, states)),
    cutOffOf: await cutOffs(tx, states),
    ...(await decidingContext(tx, states, given)),
  }),
  decide: (each, _input, { live, disputed, cutOffOf, ...context }) => {
    const liveElsewhere = live.has(holderOf(each));
    const identityMismatch = disputed.has(holderOf(each));
    const decision = approve(each, { ...context, liveElsewhere, identityMismatch, cutOff: cutOffOf(each) });
    if (decision.ok) live.add(holderOf(each));
    return decision as Decision<Active, ApprovalRefusal>; // `complete` gives the number
  },
  complete: allocateStudentNumbers,
  // 学籍 counts from the first day at school, whenever it is approved [D]: until then nobody is a student, and nobody who never came.
  noted: ({ startOn, checkedInOn }) => ({ effectiveOn: startOn > checkedInOn ? startOn : checkedInOn }),
  publishes: [fact(RegistrationApproved), earlyCorrection],
});

/**
 * Who of these people has a live registration, wherever in the city, and whose identity is not settled. Their rows are
 * locked, so that two batches that approve one person at two schools take turns, and the second sees what the first
 * has done.
 */
async function lockPersons(tx: Transaction, states: readonly Registration[]) {
  const personIds = [...new Set(states.map(holderOf))];
  const persons = await tx.query<{ person_id: string; verification: Verification }>(
    'select person_id, verification from persons where person_id = any($1) order by person_id for no key update',
    [personIds],
  );
  const rows = await acrossSchools(tx, () =>
    tx.query<{ person_id: string }>(
      `select ${HOLDER} as person_id from registrations where ${HOLDER} = any($1) and state = any($2)`,
      [personIds, LIVE_STATES],
    ),
  );
  const disputed = persons.filter(({ verification }) => verification === 'MISMATCH');
  return { live: personIdsOf(rows), disputed: personIdsOf(disputed) };
}

const personIdsOf = (rows: { person_id: string }[]) => new Set(rows.map(({ person_id }) => person_id));
