import { aggregate, aggregateList } from '#aggregates';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { InwardTransfer } from '../domain/inward-transfer-states.js';

/** 市外转入 in its table. */
export const inwardTransfers = aggregate({
  name: 'inward-transfer',
  table: 'inward_transfers',
  id: 'inwardTransferId',
  school: 'schoolCode',
  states: InwardTransfer,
});

export const inwardTransferList = aggregateList(inwardTransfers, {
  component: 'InwardTransfer',
  filters: { registrationId: ['registration_id', id] },
});

/** Of registrations that the caller has locked, those that wait for what they bring along. */
export async function openInwardTransfers(
  tx: Transaction,
  of: readonly { readonly registrationId: string }[],
): Promise<ReadonlySet<string>> {
  const open = `registration_id = any($1) and state in ('REQUESTED', 'ENDORSED')`;
  const found = await inwardTransfers.find(tx, open, [of.map(({ registrationId }) => registrationId)]);
  return new Set(found.map(({ registrationId }) => registrationId));
}
