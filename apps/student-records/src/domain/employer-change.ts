import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import type { Registration } from './registration-states.js';
import { isLive, type Live } from './registration-states.js';

export const employerRefusals = {
  'not-part-time': {
    status: 409,
    title: '该学籍不是非全日制学籍，不登记用人单位变更',
    detail: 'The registration is not part-time.',
    remedy: 'Name registrations of the part-time register; of full-time students no employer is kept.',
  },
  'registration-not-live': {
    status: 409,
    title: '该学籍不在籍，不能登记用人单位变更',
    detail: 'The registration is not live.',
    remedy: 'Read the registration: only of who studies is a change of employer recorded.',
  },
  'employer-day-not-possible': {
    status: 409,
    title: '变更日期不得晚于今日，也不得早于上一次变更',
    detail: 'The change counts from a day after today, or before the last change of employer.',
    remedy: 'Give a day from the last change up to today; the same day corrects what was recorded for it.',
  },
  'no-employer': {
    status: 409,
    title: '该学生目前未登记用人单位',
    detail: 'The student has no employer on record.',
    remedy: 'Record the new employer.',
  },
} as const satisfies Record<string, RefusalWords>;
type EmployerRefusal = CodeOf<typeof employerRefusals>;

export interface NewEmployer {
  readonly uscc: string;
  readonly name: string;
  readonly contractNo: string;
  readonly effectiveOn: string;
}

function whyNot(
  registration: Registration,
  effectiveOn: string,
  { today }: Asked,
): EmployerRefusal | undefined {
  if (registration.studyMode !== 'PART_TIME') return 'not-part-time';
  if (!isLive(registration)) return 'registration-not-live';
  const isPossible = effectiveOn <= today && effectiveOn >= lastChangeOf(registration);
  return isPossible ? undefined : 'employer-day-not-possible';
}

const lastChangeOf = ({ employerSince, employerLeftOn }: Live) => employerSince ?? employerLeftOn ?? '';

/** Since when an employer counts that a decision names from a day on; one that is on record already keeps its own day. */
export function employedSince(
  registration: Live,
  employer: Live['employer'],
  effectiveOn: string,
): Decision<Partial<Pick<Live, 'employerSince' | 'employerLeftOn'>>, 'employer-day-not-possible'> {
  if (!employer || employer.uscc === registration.employer?.uscc) return accept({});
  if (effectiveOn < lastChangeOf(registration)) return refuse('employer-day-not-possible');
  return accept({ employerSince: effectiveOn, employerLeftOn: undefined });
}

/** 变更用人单位: history and not withdrawal; who changes jobs goes on studying. For the day of the last change it corrects it. */
export function changeEmployer(
  registration: Registration,
  { uscc, name, contractNo, effectiveOn: employerSince }: NewEmployer,
  asked: Asked,
): Decision<Live, EmployerRefusal> {
  const refusal = whyNot(registration, employerSince, asked);
  if (refusal) return refuse(refusal);
  const { employerLeftOn: _, ...rest } = registration as Live;
  return accept({ ...rest, employer: { uscc, name }, contractNo, employerSince });
}

/** 离开用人单位, without another one as yet: the study goes on, and supervision finds it. */
export function leaveEmployer(
  registration: Registration,
  { effectiveOn: employerLeftOn }: { effectiveOn: string },
  asked: Asked,
): Decision<Live, EmployerRefusal> {
  const refusal = whyNot(registration, employerLeftOn, asked);
  if (refusal) return refuse(refusal);
  if (!registration.employer) return refuse('no-employer');
  const { employer: _, contractNo: __, employerSince: ___, ...rest } = registration as Live;
  return accept({ ...rest, employerLeftOn });
}
