import type { CodeOf, RefusalWords } from '#aggregates/rules';
import type { Level, StudyMode } from '#contracts';
import type { Offering } from './change-guards.js';
import type { Transfer } from './transfer-states.js';

/** 招生资质 of a school, as enrolment publishes it. */
export interface Qualification {
  readonly state: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly levels: readonly Level[];
  readonly modes: readonly StudyMode[];
}

/** What is known of the school that is to receive a student. */
export interface Receiving {
  readonly schoolIsActive: boolean;
  /** 接收专业点, once it is named */
  readonly offering: Offering | undefined;
  /** undefined while enrolment has not told of them */
  readonly qualifications: readonly Qualification[] | undefined;
}

export const receivingRefusals = {
  'receiving-school-closed': {
    status: 409,
    title: '接收院校已撤销或合并，不能接收转入',
    detail: 'The receiving school is not active any more.',
    remedy: 'The student stays; ask for a transfer to another school.',
  },
  'receiving-offering-closed': {
    status: 409,
    title: '接收专业点已停办，不能接收转入',
    detail: 'The offering for which the student was accepted is not active any more.',
    remedy: 'The student stays; ask for the transfer again, so that the school accepts for another offering.',
  },
  'receiving-school-not-qualified': {
    status: 409,
    title: '接收院校在转学日期没有覆盖该层次和学习形式的招生资质，不能接收转入',
    detail: 'On the day of the transfer the receiving school has no qualification for the level and mode.',
    remedy:
      'The student stays; ask for the transfer again once the qualification of the school is published.',
  },
} as const satisfies Record<string, RefusalWords>;

/**
 * Why the school cannot receive the student on the day of the transfer, however far the transfer is. Who comes is admitted there anew, so
 * that the school must be qualified [D].
 */
export function whyNotReceived(
  { receivingSchoolCode, targetOfferingId, effectiveOn }: Pick<Transfer, 'receivingSchoolCode' | 'effectiveOn'> & { readonly targetOfferingId?: string },
  { schoolIsActive, offering, qualifications }: Receiving,
  today: string,
): CodeOf<typeof receivingRefusals> | undefined {
  if (receivingSchoolCode === undefined) return undefined;
  if (!schoolIsActive) return 'receiving-school-closed';
  if (targetOfferingId === undefined) return undefined;
  if (!offering?.active) return 'receiving-offering-closed';
  const on = effectiveOn < today ? today : effectiveOn;
  const isQualified = qualifications?.some((each) => covers(each, offering, on)) ?? true;
  return isQualified ? undefined : 'receiving-school-not-qualified';
} // prettier-ignore

const covers = ({ state, validFrom, validTo, levels, modes }: Qualification, { level, studyMode }: Offering, on: string) =>
  state === 'PUBLISHED' && validFrom <= on && on <= validTo && levels.includes(level) && modes.includes(studyMode); // prettier-ignore
