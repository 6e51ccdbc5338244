import { z } from 'zod';
import { ID_TYPES, moment } from '#contracts';
import { normaliseName, parseIdNumber } from '#national-codes';
import { refusedItems } from '#runtime';
import { clearText } from '#security';
import { PoliceOutcome } from '../domain/police-match.js';
import type { PersonVault } from '../persons/person-vault.js';

const DeliveredMatch = z.strictObject({
  matchNumber: clearText(64)
    .regex(/^[\w.-]+$/)
    .meta({ description: '比对编号 of the delivering system', example: 'GA-2026-0001' }),
  idType: z.enum(ID_TYPES).default('RESIDENT_ID'),
  issuingState: z.string().length(3).optional().describe('Of a passport'),
  idNumber: z.string().min(1).max(40).meta({ example: '510202199001010018' }),
  name: z.string().min(1).max(200).describe('姓名, as it was compared'),
  outcome: PoliceOutcome.describe('MATCHED: the name goes with the document'),
  matchedAt: moment.describe('When it was compared'),
  source: clearText(100).meta({ description: '比对来源', example: '市公安局人口库' }),
});
export type DeliveredMatch = z.infer<typeof DeliveredMatch>;

export const MatchDelivery = z.strictObject({ results: z.array(DeliveredMatch).min(1).max(1_000) });

export const MatchOutcome = z
  .object({
    accepted: z.int().describe('Results that were stored'),
    unchanged: z.int().describe('Results that were delivered before'),
    refused: refusedItems.describe('By the number of the comparison'),
  })
  .meta({ id: 'PoliceMatchDelivery' });

/** What finds the person and names them as records do; undefined where the number is none of its type. */
export function readable(vault: PersonVault, { idType, issuingState, idNumber, name }: DeliveredMatch) {
  const number = parseIdNumber(idType, idNumber);
  const spelled = normaliseName(name);
  if (!number.ok) return undefined;
  return {
    index: vault.indexOf({ idType, issuingState, idNumber: number.value.idNumber }),
    name: spelled.ok ? spelled.value : name,
  };
}
