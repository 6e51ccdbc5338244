import { inBatches, transition } from '#aggregates';
import type { Transaction } from '#database';
import { accountableReason } from '#security';
import {
  close,
  closingRefusals,
  type Offering,
  reopen,
  reopeningRefusals,
  stop,
} from '../domain/offering.js';
import { wrongState } from '../domain/refusals.js';
import { offerings } from './offerings.js';
import { openingContext } from './opening-context.js';

/** 停招: nobody is admitted to the offering any more; who is in it goes on (teach-out). */
export const stopOffering = transition(offerings, {
  name: 'stop-offering',
  path: ':offeringId/stop',
  roles: ['city-officer'],
  sentence: { zh: '停止了专业点招生', en: 'stopped the offering' },
  input: { reason: accountableReason.meta({ example: '产业调整' }) },
  refuses: wrongState,
  decide: stop,
});

/** 恢复招生 */
export const reopenOffering = transition(offerings, {
  name: 'reopen-offering',
  path: ':offeringId/reopen',
  roles: ['city-officer'],
  sentence: { zh: '恢复了专业点招生', en: 'reopened the offering' },
  input: { reason: accountableReason.meta({ example: '产业需求恢复' }) },
  refuses: reopeningRefusals,
  context: async (tx, states) => ({ contextOf: await openingContext(tx, states) }),
  decide: (each, _input, { contextOf }) => reopen(each, contextOf(each)),
});

/** 撤销 */
export const closeOffering = transition(offerings, {
  name: 'close-offering',
  path: ':offeringId/close',
  roles: ['city-officer'],
  sentence: { zh: '撤销了专业点', en: 'closed the offering' },
  input: { reason: accountableReason.meta({ example: '连续三年未招生' }) },
  refuses: closingRefusals,
  context: liveIn,
  decide: (each, _input, { live }) => close(each, { live: live.get(each.offeringId) ?? 0 }),
});

/** 批量: of a whole list of majors to end or to begin again. */
export const stopOfferings = inBatches(stopOffering);
export const reopenOfferings = inBatches(reopenOffering);
export const closeOfferings = inBatches(closeOffering);

/**
 * How many are in each offering. An admission holds its offering `for share`, so none comes in while it is being closed. A registration
 * lives until student records say that it has ended.
 */
async function liveIn(tx: Transaction, states: readonly Offering[]) {
  const rows = await tx.query<{ offering_id: string; live: number }>(
    `select offering_id, count(*)::int as live from applications
     where offering_id = any($1) and state in ('OFFERED', 'ADMITTED', 'CHECKED_IN', 'REGISTERED') group by offering_id`,
    [states.map(({ offeringId }) => offeringId)],
  );
  return { live: new Map(rows.map((row) => [row.offering_id, row.live])) };
}
