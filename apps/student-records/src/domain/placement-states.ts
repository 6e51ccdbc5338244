import { z } from 'zod';
import { day, employer, id, moment, schoolCode } from '#contracts';

/** 岗位实习, 认识实习 */
export const PLACEMENT_KINDS = ['POST', 'COGNITION'] as const;
/** 实习中止原因 [D] */
export const BREAK_REASONS = [
  'STUDENT_WISH',
  'EMPLOYER_WISH',
  'SAFETY',
  'BREACH',
  'ILLNESS',
  'OTHER',
] as const;

const placement = {
  placementId: id,
  registrationId: id,
  schoolCode,
  version: z.int(),
  kind: z.enum(PLACEMENT_KINDS),
  employer,
  /** first and last day, both included */
  fromOn: day,
  toOn: day,
  /** 实习责任保险 T19 */
  insurancePolicyNo: z.string(),
  /** 三方协议, of school, employer and student */
  agreementNo: z.string(),
  studentConsent: z.boolean(),
  /** of who is under age on the first day */
  guardianConsent: z.boolean(),
  /** 指导教师 of the school */
  supervisingTeacher: z.string(),
  recordedBy: z.string(),
  recordedAt: moment,
};

/** 实习 of one student at one employer. */
export const Placement = z.discriminatedUnion('state', [
  z.object({ ...placement, state: z.literal('AGREED') }),
  /** 结束 before its last day, as agreed between all */
  z.object({ ...placement, state: z.literal('ENDED'), endedOn: day }),
  /** 中止 */
  z.object({
    ...placement,
    state: z.literal('BROKEN_OFF'),
    endedOn: day,
    breakReasonCode: z.enum(BREAK_REASONS),
  }),
  /** 作废: it never was */
  z.object({ ...placement, state: z.literal('CANCELLED') }),
]);
export type Placement = z.infer<typeof Placement>;
export type Agreed = Extract<Placement, { state: 'AGREED' }>;

/** The last day of a placement as it is or was. */
export const lastDayOf = (each: Placement): string => ('endedOn' in each ? each.endedOn : each.toOn);
