import { v7 as uuidv7 } from 'uuid';
import { batchTransition, type Given, step } from '#aggregates';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason, clearText } from '#security';
import { creditEntries } from '../credits/credit-entries.js';
import { carriedCredits } from '../domain/credits.js';
import * as rules from '../domain/inward-transfer.js';
import type { InwardTransfer, InwardTransferIn } from '../domain/inward-transfer-states.js';
import type { Registration } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';
import { decidingContext } from '../schools/deciding.js';
import { calendarsFrom } from '../working-days/working-calendars.js';
import { inwardTransfers } from './inward-transfers.js';
import type { Limits } from './transfers.js';

const refuses = rules.inwardStepRefusals;

/** What was studied and earned at the school outside becomes part of the registration, which then waits for its approval as any. */
const recognise = step(registrations, {
  name: 'recognise-inward-transfer',
  refuses: { 'not-submitted': refuses['not-submitted'] },
  decide: rules.recogniseInwardTransfer,
});

/** 同意接收, by the principal. */
export const endorseInwardTransfers = batchTransition(inwardTransfers, {
  name: 'endorse-inward-transfers',
  path: 'batch-endorse',
  roles: ['school-principal'],
  sentence: { zh: '同意了市外转入', en: 'endorsed the transfer from outside the city' },
  input: {},
  refuses,
  context: async (tx, states, given: Given<Limits>) => ({
    rules: given.rules,
    calendarOf: await calendarsFrom(tx, dayInChina(tx.at)),
    ...(await decidingContext(tx, states, given)),
  }),
  decide: (each, input, context) => rules.endorseInwardTransfer(each, input, context),
});

const lockRegistrations = (tx: Transaction, of: readonly InwardTransfer[]) =>
  registrations.lock(tx, of.map(({ registrationId }) => registrationId)); // prettier-ignore

/** 批准市外转入, by the authority of the tier. */
export const approveInwardTransfers = batchTransition(inwardTransfers, {
  name: 'approve-inward-transfers',
  path: 'batch-approve',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '批准了市外转入', en: 'approved the transfer from outside the city' },
  input: {
    filingNo: clearText(100).meta({ description: '本市备案号', example: '渝转备〔2026〕1号' }),
    outsideFilingNo: clearText(100).meta({ description: '对方省市备案号', example: '川转备〔2026〕1号' }),
  },
  refuses,
  context: async (tx, states, given: Given) => {
    const locked = await lockRegistrations(tx, states);
    const byId = new Map(locked.map((each) => [each.registrationId, each]));
    return { byId, ...(await decidingContext(tx, states, given)) };
  },
  decide: (each, input, { byId, ...context }) =>
    rules.approveInwardTransfer(each, input, { ...context, registration: byId.get(each.registrationId)! }),
  saved: async (tx, approved, { transitions, actor }) => {
    const transferOf = new Map(approved.map((each) => [each.registrationId, each as InwardTransferIn<'APPROVED'>])); // prettier-ignore
    const inputOf = ({ registrationId }: Registration) => transferOf.get(registrationId)!;
    const { saved } = await transitions.take(tx, recognise, await lockRegistrations(tx, approved), inputOf, { actor }); // prettier-ignore
    const carried = saved.flatMap((each) => {
      const { inwardTransferId: from, creditsCarried: earned = 0, evidence } = inputOf(each);
      return earned > 0 ? { after: carriedCredits(each, { from, earned, entryId: uuidv7(), evidence }) } : [];
    });
    await transitions.save(tx, creditEntries, { name: 'carry-credits' }, carried, { actor, follows: true });
  },
});

/** 退回市外转入, by whose step it is. */
export const rejectInwardTransfers = batchTransition(inwardTransfers, {
  name: 'reject-inward-transfers',
  path: 'batch-reject',
  roles: ['school-principal', 'district-officer', 'city-officer'],
  sentence: { zh: '退回了市外转入申请', en: 'refused the transfer from outside the city' },
  input: { reason: accountableReason.meta({ example: '成绩单不全' }) },
  refuses,
  context: decidingContext,
  decide: rules.rejectInwardTransfer,
});

export const cancelInwardTransfers = batchTransition(inwardTransfers, {
  name: 'cancel-inward-transfers',
  path: 'batch-cancel',
  roles: ['school-registrar'],
  sentence: { zh: '撤回了市外转入申请', en: 'cancelled the transfer from outside the city' },
  input: { reason: accountableReason.meta({ example: '材料有误，重新提交' }) },
  refuses,
  decide: rules.cancelInwardTransfer,
});
