import { z } from 'zod';
import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { day, id, schoolCode } from '#contracts';
import { wrongState } from './refusals.js';

/** 市外合作单位: who sends people from outside of the city to one school, or to all, by an agreement for a time (T9). */
export const RecruitingPartner = z.object({
  partnerId: id,
  state: z.enum(['ACTIVE', 'ENDED']),
  name: z.string(),
  /** absent: of the city, for all schools */
  schoolCode: schoolCode.optional(),
  regionCode: z.string(),
  agreementNo: z.string(),
  validFrom: day,
  validTo: day,
  /** last day, of one that has ended before its time */
  endedOn: day.optional(),
  version: z.int(),
});
export type RecruitingPartner = z.infer<typeof RecruitingPartner>;

export const partnerRefusals = {
  'partner-already-registered': {
    status: 409,
    title: '同名的合作单位已登记',
    detail: 'A partner of this name is registered for the school, or for all schools.',
    remedy: 'Correct the partner that is there; prolong or reinstate its agreement.',
  },
  'partner-days-disordered': {
    status: 422,
    title: '协议起止日期先后矛盾，请核对',
    detail: 'The agreement ends before it begins, or the day given lies outside of it.',
    remedy: 'Give days of the agreement: `validFrom` up to `validTo`, and `endedOn` between them.',
  },
  'partner-region-in-city': {
    status: 422,
    title: '合作单位所在地在市内，不属于市外合作',
    detail: 'The region that is given lies in the city.',
    remedy: 'Give the region outside of the city in which the partner recruits.',
  },
} as const satisfies Record<string, RefusalWords>;
type Refusal = CodeOf<typeof partnerRefusals>;

/** What the agreement says, and the city may correct. */
type Agreement = Pick<RecruitingPartner, 'name' | 'regionCode' | 'agreementNo' | 'validFrom' | 'validTo'>;

/** @param city first digits of the codes of the city's regions */
export function whyNoAgreement(
  { regionCode, validFrom, validTo }: Agreement,
  { city }: { readonly city: string },
): Refusal | undefined {
  if (regionCode.startsWith(city)) return 'partner-region-in-city';
  return validTo < validFrom ? 'partner-days-disordered' : undefined;
}

/** 更正 or 续签: the agreement as it is; one that has ended is reinstated first. */
export function correctPartner(
  partner: RecruitingPartner,
  { name, regionCode, agreementNo, validFrom, validTo }: Agreement,
  asked: { readonly city: string; readonly isTaken: boolean },
): Decision<RecruitingPartner, Refusal | keyof typeof wrongState> {
  if (partner.state !== 'ACTIVE') return refuse('wrong-state');
  if (asked.isTaken) return refuse('partner-already-registered');
  const agreement = { name, regionCode, agreementNo, validFrom, validTo };
  const wrong = whyNoAgreement(agreement, asked);
  return wrong ? refuse(wrong) : accept({ ...partner, ...agreement });
}

/** 终止, before its time. */
export function endPartner(
  partner: RecruitingPartner,
  { endedOn }: { readonly endedOn: string },
): Decision<RecruitingPartner, Refusal | keyof typeof wrongState> {
  if (partner.state !== 'ACTIVE') return refuse('wrong-state');
  if (endedOn < partner.validFrom || endedOn > partner.validTo) return refuse('partner-days-disordered');
  return accept({ ...partner, state: 'ENDED', endedOn });
}

/** 恢复: it was ended by mistake. */
export const reinstatePartner = (
  partner: RecruitingPartner,
): Decision<RecruitingPartner, keyof typeof wrongState> =>
  partner.state === 'ENDED'
    ? accept({ ...partner, state: 'ACTIVE', endedOn: undefined })
    : refuse('wrong-state');

/** Whether somebody may apply to a school through a partner on a day, both ends included. */
export const isInForce = (
  { schoolCode: of, validFrom, validTo, endedOn = validTo }: RecruitingPartner,
  { schoolCode: to, today }: { readonly schoolCode: string; readonly today: string },
): boolean => (of === undefined || of === to) && validFrom <= today && today <= endedOn;
