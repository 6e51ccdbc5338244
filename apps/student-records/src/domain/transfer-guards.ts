import { type CodeOf, type RefusalWords } from '#aggregates/rules';
import type { Offering } from './change-guards.js';
import { requestRefusals as changeRefusals } from './change-refusals.js';
import { addMonths, isMinor } from './months.js';
import type { Registration } from './registration-states.js';
import type { RegistrationRules } from './rules.js';
import type { Transfer } from './transfer-states.js';
import { workingDayRefusals } from './working-days.js';

/** Why a student may not be transferred, at the request and again when their school releases them. */
export const transferRefusals = {
  'not-active': changeRefusals['not-active'],
  'change-is-open': changeRefusals['change-is-open'],
  'before-last-change': changeRefusals['before-last-change'],
  'guardian-consent-missing': changeRefusals['guardian-consent-missing'],
  'transfer-is-open': {
    status: 409,
    title: '该学生有未办结的转学申请',
    detail: 'Another transfer of the student is under way.',
    remedy: 'Let it come to its end, or cancel it first.',
  },
  'in-graduation-batch': {
    status: 409,
    title: '该学生已列入未办结的毕业批次，不能转学',
    detail: 'The student stands in a graduation batch that is still open.',
    remedy: 'Exclude the student from the batch first.',
  },
  'transfer-in-first-semester': {
    status: 409,
    title: '新生第一学期不得转学',
    detail: 'Nobody is transferred in the first semester.',
    remedy: 'Ask for a day after the first semester.',
  },
  'transfer-in-final-year': {
    status: 409,
    title: '毕业学年不得转学',
    detail: 'Nobody is transferred in the final year.',
    remedy: 'The student completes the studies at this school.',
  },
  'transfer-target-not-possible': {
    status: 409,
    title: '须填写本市另一所在办院校，或市外院校（省份、名称、接收函），二者择一',
    detail: 'A transfer names another active school of the city, or an outside school with its letter of acceptance.',
    remedy: 'Give `receivingSchoolCode`, or `outside`, and not both.',
  },
  ...workingDayRefusals,
} as const satisfies Record<string, RefusalWords>; // prettier-ignore
export type TransferRefusal = CodeOf<typeof transferRefusals>;

/** What a transfer is held to beside the registration. */
export interface TransferContext {
  readonly today: string;
  readonly rules: RegistrationRules;
  /** undefined of who was erased */
  readonly birthDate: string | undefined;
  readonly changeIsOpen: boolean;
  readonly inGraduationBatch: boolean;
}

/** Not in the first semester, not in the final year, not while on leave [F6]; and nothing else of theirs is under way [D]. */
export function whyNoTransfer(
  registration: Registration,
  { effectiveOn, guardianConsent }: Pick<Transfer, 'effectiveOn' | 'guardianConsent'>,
  { today, rules, birthDate, changeIsOpen, inGraduationBatch }: TransferContext,
): TransferRefusal | undefined {
  if (registration.state !== 'ACTIVE') return 'not-active';
  if (changeIsOpen) return 'change-is-open';
  if (inGraduationBatch) return 'in-graduation-batch';
  const { startOn, stateSince = startOn, durationMonths, extensionMonths = 0 } = registration;
  if (effectiveOn < stateSince) return 'before-last-change';
  const on = effectiveOn < today ? today : effectiveOn;
  if (on < addMonths(startOn, rules.firstSemesterMonths)) return 'transfer-in-first-semester';
  if (on >= addMonths(startOn, durationMonths + extensionMonths - FINAL_YEAR))
    return 'transfer-in-final-year';
  const isOfMinor = birthDate !== undefined && isMinor(birthDate, today);
  return isOfMinor && guardianConsent === undefined ? 'guardian-consent-missing' : undefined;
}

/** In months. */
export const FINAL_YEAR = 12;

/** An offering of the receiving school at which the student can go on: of their study mode and level [D]. */
export const fits = (
  offering: Offering | undefined,
  { receivingSchoolCode }: Pick<Transfer, 'receivingSchoolCode'>,
  { studyMode, level }: Pick<Registration, 'studyMode' | 'level'>,
): boolean =>
  offering !== undefined &&
  offering.active &&
  offering.schoolCode === receivingSchoolCode &&
  offering.studyMode === studyMode &&
  offering.level === level;
