import { z } from 'zod';
import { batchTransition, type Given } from '#aggregates';
import { day, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina } from '#national-codes';
import { accountableReason, clearText } from '#security';
import type { Registration } from '../domain/registration-states.js';
import { requestTransfer, transferRequestRefusals } from '../domain/transfer.js';
import { knownEvidence } from '../evidence/known-evidence.js';
import { registrations } from '../registrations/registrations.js';
import { calendarsFrom } from '../working-days/working-calendars.js';
import { heldContext, schoolsNamed } from './transfer-context.js';
import { type Limits, openTransfers, transfers } from './transfers.js';

/** 转学原因. [D] */
const REASONS = ['FAMILY_MOVED', 'ILLNESS', 'OFFERING_STOPPED', 'FAMILY', 'OTHER'] as const;

/** What either school says that asks for a transfer. */
export const askedFields = {
  reasonCode: z.enum(REASONS).meta({ description: '转学原因' }),
  effectiveOn: day.meta({
    description: '转学日期; the day of the last approval where that is later',
    example: '2026-09-01',
  }),
  evidence: accountableReason.meta({
    description: '学生本人申请及证明材料编号',
    example: '转学申请〔2026〕6号',
  }),
  evidenceId: id.optional().meta({ description: '已上传的证明材料' }),
  guardianConsent: accountableReason
    .optional()
    .meta({ description: '监护人同意书编号, of a minor', example: '同意书〔2026〕5号' }),
};

interface Named {
  readonly receivingSchoolCode?: string | undefined;
  readonly evidenceId?: string | undefined;
}

/** What stands for and against transfers that are asked for, of registrations that the caller has locked. */
export async function requestContext(
  tx: Transaction,
  states: readonly Registration[],
  { rules, requestOf }: Limits & { readonly requestOf: (each: Registration) => Named },
) {
  const named = states.map((each) => ({ schoolCode: each.schoolCode, receivingSchoolCode: requestOf(each).receivingSchoolCode })); // prettier-ignore
  return {
    rules,
    calendarOf: await calendarsFrom(tx, dayInChina(tx.at)),
    open: await openTransfers(tx, states.map(({ registrationId }) => registrationId)), // prettier-ignore
    held: await heldContext(tx, states, { rules }),
    schools: await schoolsNamed(tx, named),
    papers: await knownEvidence(tx, states.flatMap((each) => requestOf(each).evidenceId ?? [])), // prettier-ignore
  };
}

/** 申请转学, to another school of the city or to an outside one. */
export const requestTransfers = batchTransition(registrations, {
  creates: transfers,
  name: 'request-transfers',
  path: '',
  roles: ['school-registrar'],
  sentence: { zh: '提交了转学申请', en: 'asked for the transfer' },
  input: {
    receivingSchoolCode: schoolCode
      .optional()
      .meta({ description: '接收院校, of this city', example: 'S002' }),
    outside: z
      .strictObject({
        province: clearText(50).meta({ description: '省（自治区、直辖市）', example: '四川省' }),
        name: clearText(100).meta({ description: '院校名称', example: '样例技师学院' }),
        acceptanceNo: clearText(100).meta({ description: '接收函编号', example: '接收函〔2026〕8号' }),
      })
      .optional()
      .meta({ description: '市外接收院校, by its papers' }),
    ...askedFields,
  },
  refuses: transferRequestRefusals,
  context: (tx, states, given: Given<Limits>, inputOf) =>
    requestContext(tx, states, { ...given, requestOf: inputOf }),
  decide: (each, input, { open, held, schools, papers, ...context }) => {
    const { receivingSchoolCode, outside, reasonCode, effectiveOn, evidence, evidenceId, guardianConsent } =
      input;
    const request = {
      receivingSchoolCode,
      outside,
      reasonCode,
      effectiveOn,
      evidence,
      evidenceId,
      guardianConsent,
    };
    return requestTransfer(each, request, {
      ...context,
      ...held(each),
      paper: papers.get(evidenceId ?? ''),
      isOpen: open.has(each.registrationId),
      receivingIsActive: schools.get(receivingSchoolCode ?? '')?.status === 'ACTIVE',
    });
  },
});
