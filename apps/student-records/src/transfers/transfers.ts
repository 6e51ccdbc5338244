import { aggregate, aggregateList } from '#aggregates';
import { day, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { range } from '#runtime';
import type { RegistrationRules } from '../domain/rules.js';
import { Transfer } from '../domain/transfer-states.js';

/** 转学 in its table. Both schools see it, and the authorities of both; of the other school’s records it shows nothing else. */
export const transfers = aggregate({
  name: 'transfer',
  table: 'transfers',
  id: 'transferId',
  school: 'schoolCode',
  states: Transfer,
});

export const transferList = aggregateList(transfers, {
  component: 'Transfer',
  filters: {
    registrationId: ['registration_id', id],
    receivingSchoolCode: ['receiving_school_code', schoolCode],
    dueOn: range('due_on', day),
  },
});

/** What every step of a transfer is given. */
export interface Limits {
  readonly rules: RegistrationRules;
}

/** SQL: what has not come to its end. */
export const OPEN = `state in ('REQUESTED', 'RELEASED', 'ACCEPTED', 'APPROVED')`;

/** Of registrations that the caller has locked, those with a transfer that has not come to its end. */
export async function openTransfers(tx: Transaction, registrationIds: readonly string[]) {
  const found = await transfers.find(tx, `registration_id = any($1) and ${OPEN}`, [registrationIds]);
  return new Set(found.map(({ registrationId }) => registrationId));
}
