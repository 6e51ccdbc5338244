import { z } from 'zod';
import { accept, type CodeOf, type Decision, isOwnContribution, refuse, type RefusalWords, type Asked, ownContributionRefusals } from '#aggregates/rules'; // prettier-ignore
import { day, id, Level, moment, schoolCode, StudyMode } from '#contracts';
import { ageOn } from './age.js';
import { addDays, monthsBetween } from './months.js';
import type { RegistrationRules } from './rules.js';
import { YOUNGEST } from './stock-faults.js';

/** 历届毕业生: who graduated before the system, as far as it is known. Who they are stands with the person. */
const graduate = {
  formerGraduateId: id,
  schoolCode,
  version: z.int(),
  personId: id,
  importId: id,
  studentNo: z.string().optional(),
  /** as the school was called then */
  schoolName: z.string(),
  majorName: z.string(),
  level: Level,
  studyMode: StudyMode,
  startOn: day,
  graduatedOn: day,
  /** of the paper that was given then */
  certificateNo: z.string().optional(),
  issueDate: day,
  takenOverBy: z.string(),
  takenOverAt: moment,
};

export const FormerGraduate = z.discriminatedUnion('state', [
  z.object({ ...graduate, state: z.literal('TAKEN_OVER') }),
  /** 撤销: it was never right, or the graduation of then was revoked */
  z.object({
    ...graduate,
    state: z.literal('REVOKED'),
    revokedBy: z.string(),
    revokedAt: moment,
    decisionNo: z.string(),
    reason: z.string(),
  }),
]);
export type FormerGraduate = z.infer<typeof FormerGraduate>;
type In<State extends FormerGraduate['state']> = Extract<FormerGraduate, { state: State }>;

/** A row of a school’s file. */
export type GraduateRow = Pick<
  FormerGraduate,
  | 'studentNo'
  | 'schoolName'
  | 'majorName'
  | 'level'
  | 'studyMode'
  | 'startOn'
  | 'graduatedOn'
  | 'certificateNo'
> & { readonly birthDate: string; readonly issueDate?: string | undefined };

export interface GraduateFault {
  readonly on: 'startOn' | 'graduatedOn' | 'issueDate' | 'birthDate' | 'certificateNo';
  readonly code: string;
  readonly message: string;
  readonly grade?: 'WARNING';
}

/** Days that contradict each other are errors; what old data lacks, or rules of today ask, is a warning. */
export function graduateFaults(row: GraduateRow, rules: RegistrationRules, today: string): GraduateFault[] {
  const { startOn, graduatedOn, issueDate = graduatedOn, birthDate, certificateNo, studyMode } = row;
  const faults: GraduateFault[] = [];
  if (graduatedOn > today) faults.push({ on: 'graduatedOn', code: 'not-graduated-yet', message: '毕业日期晚于今天，请按在籍学生接管' }); // prettier-ignore
  if (graduatedOn <= startOn) faults.push({ on: 'graduatedOn', code: 'graduated-before-start', message: '毕业日期须晚于入学日期' }); // prettier-ignore
  if (issueDate > today)
    faults.push({ on: 'issueDate', code: 'not-issued-yet', message: '发证日期晚于今天' });
  if (ageOn(birthDate, startOn) < YOUNGEST) faults.push({ on: 'birthDate', code: 'too-young', message: `入学时不满 ${YOUNGEST} 周岁，请核对出生日期和入学日期` }); // prettier-ignore
  if (!certificateNo) faults.push({ on: 'certificateNo', code: 'certificate-no-missing', message: '未填证书编号，登记后不能查询证书', grade: 'WARNING' }); // prettier-ignore
  const least = studyMode === 'PART_TIME' ? rules.partTimeMinimumMonths : rules.fullTimeMinimumMonths;
  if (graduatedOn > startOn && monthsBetween(startOn, addDays(graduatedOn, 1)) < least) faults.push({ on: 'graduatedOn', code: 'studied-too-short', message: `学习不足 ${least} 个月，请核对`, grade: 'WARNING' }); // prettier-ignore
  return faults;
}

export const formerGraduateRefusals = {
  'former-graduate-revoked': {
    status: 409,
    title: '该历届毕业生已撤销',
    detail: 'The former graduate is revoked already.',
    remedy: 'Read the record: it says by which decision.',
  },
  ...ownContributionRefusals,
} as const satisfies Record<string, RefusalWords>;

/** 撤销, by the city. */
export function revokeFormerGraduate(
  known: FormerGraduate,
  { decisionNo, reason }: { decisionNo: string; reason: string },
  { subject: revokedBy, at: revokedAt }: Asked,
): Decision<In<'REVOKED'>, CodeOf<typeof formerGraduateRefusals>> {
  if (known.state === 'REVOKED') return refuse('former-graduate-revoked');
  if (isOwnContribution(revokedBy, known.takenOverBy)) return refuse('approver-is-submitter');
  return accept({ ...known, state: 'REVOKED', revokedBy, revokedAt, decisionNo, reason });
}
