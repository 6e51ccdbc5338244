import { z } from 'zod';
import { batchTransition, type Given } from '#aggregates';
import { day, id } from '#contracts';
import { dayInChina } from '#national-codes';
import { accountableReason, clearText } from '#security';
import { credits } from '../domain/credits.js';
import { inwardRequestRefusals, requestInwardTransfer } from '../domain/inward-transfer.js';
import { knownEvidence } from '../evidence/known-evidence.js';
import { registrations } from '../registrations/registrations.js';
import { calendarsFrom } from '../working-days/working-calendars.js';
import { inwardTransfers, openInwardTransfers } from './inward-transfers.js';
import { heldContext } from './transfer-context.js';
import type { Limits } from './transfers.js';

/** 申请市外转入, of who has checked in here and comes from a school outside the city. */
export const requestInwardTransfers = batchTransition(registrations, {
  creates: inwardTransfers,
  name: 'request-inward-transfers',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '提交了市外转入申请', en: 'asked for the transfer from outside the city' },
  input: {
    outside: z
      .strictObject({
        province: clearText(50).meta({ description: '省（自治区、直辖市）', example: '四川省' }),
        name: clearText(100).meta({ description: '院校名称', example: '样例技师学院' }),
        releaseNo: clearText(100).meta({ description: '转出证明编号', example: '转出证明〔2026〕3号' }),
      })
      .meta({ description: '市外转出院校, by its papers' }),
    enteredOn: day.meta({ description: '原入学日期', example: '2025-09-01' }),
    monthsStudied: z.int().min(1).max(120).meta({ description: '已修月数, without leave', example: 12 }),
    creditsCarried: credits.optional().meta({ description: '转入学分', example: 42.5 }),
    evidence: accountableReason.meta({
      description: '学籍档案、成绩单及学生申请编号',
      example: '转入材料〔2026〕6号',
    }),
    evidenceId: id.optional().meta({ description: '已上传的证明材料' }),
    guardianConsent: accountableReason
      .optional()
      .meta({ description: '监护人同意书编号, of a minor', example: '同意书〔2026〕5号' }),
  },
  refuses: inwardRequestRefusals,
  context: async (tx, states, { rules }: Given<Limits>, inputOf) => ({
    rules,
    calendarOf: await calendarsFrom(tx, dayInChina(tx.at)),
    open: await openInwardTransfers(tx, states),
    held: await heldContext(tx, states, { rules }),
    papers: await knownEvidence(tx, states.flatMap((each) => inputOf(each).evidenceId ?? [])), // prettier-ignore
  }),
  decide: (each, input, { open, held, papers, ...context }) => {
    const { outside, enteredOn, monthsStudied, creditsCarried, evidence, evidenceId, guardianConsent } =
      input;
    const request = {
      outside,
      enteredOn,
      monthsStudied,
      creditsCarried,
      evidence,
      evidenceId,
      guardianConsent,
    };
    return requestInwardTransfer(each, request, {
      ...context,
      isOpen: open.has(each.registrationId),
      birthDate: held(each).birthDate,
      paper: papers.get(evidenceId ?? ''),
    });
  },
});
