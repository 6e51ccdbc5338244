import { z } from 'zod';
import { aggregate, aggregateList, HistoryEntry } from '#aggregates';
import { day, id } from '#contracts';
import type { Transaction } from '#database';
import { range, several } from '#runtime';
import { ChangeType, OPEN_STATES, StatusChange } from '../domain/status-change.js';

/** 异动 in its table. */
export const statusChanges = aggregate({
  name: 'status-change',
  table: 'status_changes',
  id: 'changeId',
  school: 'schoolCode',
  states: StatusChange,
});

export const changeList = aggregateList(statusChanges, {
  component: 'StatusChange',
  filters: {
    registrationId: ['registration_id', id],
    type: several('type', ChangeType),
    effectiveOn: range('effective_on', day),
  },
});

/** 办理过程: who asked, who returned it and why, and what followed. */
export const ChangeHistory = z
  .object({ changeId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'StatusChangeHistory' });

/** Of registrations that the caller has locked, those with a change that waits for a decision or for its day. */
export async function openChanges(tx: Transaction, registrationIds: readonly string[]) {
  const open = `registration_id = any($1) and state = any($2)`;
  const changes = await statusChanges.find(tx, open, [registrationIds, OPEN_STATES]);
  return new Set(changes.map(({ registrationId }) => registrationId));
}
