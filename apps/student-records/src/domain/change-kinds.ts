import type { StudyMode } from '#contracts';
import type { Live, RegistrationState } from './registration-states.js';

/** What a change says beside its day, its reason and its evidence, in the words of the form. */
export const CHANGE_DETAILS = {
  returnExpectedOn: '应复学日期',
  dischargedOn: '退役日期',
  absentSince: '连续旷课起始日期',
  decisionNo: '决定文号',
  decidedOn: '决定送达日期',
  guardianConsent: '监护人同意书编号',
  targetOfferingId: '转入专业点',
  durationMonths: '变更后的学制（月）',
  months: '延长月数',
} as const;
export type ChangeDetail = keyof typeof CHANGE_DETAILS;

/** 异动类别: what it is called, which states it leads from and to, and what it has to say. */
export interface ChangeKind {
  readonly title: string;
  readonly from: readonly Live['state'][];
  /** ACTIVE of what changes something else than the state */
  readonly to: RegistrationState;
  /** 异动原因, as a school gives it; a city may have more. [D] */
  readonly reasons: readonly string[];
  readonly says?: readonly ChangeDetail[];
  readonly maySay?: readonly ChangeDetail[];
  /** the one study mode that has it */
  readonly only?: StudyMode;
}

/** What interrupts a study, what changes while it goes on, and how it ends. */
const kinds = {
  LEAVE: {
    title: '休学',
    from: ['ACTIVE'],
    to: 'ON_LEAVE',
    reasons: ['ILLNESS', 'FAMILY', 'START_UP', 'OTHER'],
    says: ['returnExpectedOn'],
  },
  RETURN: { title: '复学', from: ['ON_LEAVE'], to: 'ACTIVE', reasons: ['LEAVE_OVER', 'OTHER'] },
  RETENTION: {
    title: '保留学籍',
    from: ['ACTIVE'],
    to: 'RETAINED',
    reasons: ['ENLISTMENT'],
    says: ['returnExpectedOn'],
  },
  REINSTATEMENT: {
    title: '恢复学籍',
    from: ['RETAINED'],
    to: 'ACTIVE',
    reasons: ['DISCHARGED'],
    says: ['dischargedOn'],
  },
  MAJOR_CHANGE: {
    title: '转专业',
    from: ['ACTIVE'],
    to: 'ACTIVE',
    reasons: ['OWN_REQUEST', 'ILLNESS', 'OFFERING_STOPPED', 'AFTER_SERVICE', 'OTHER'],
    says: ['targetOfferingId'],
    maySay: ['durationMonths'],
  },
  LEVEL_CHANGE: {
    title: '变更培养层次',
    from: ['ACTIVE'],
    to: 'ACTIVE',
    reasons: ['OWN_REQUEST', 'ACADEMIC', 'OTHER'],
    says: ['targetOfferingId', 'durationMonths'],
  },
  REPEAT_YEAR: {
    title: '留级',
    from: ['ACTIVE'],
    to: 'ACTIVE',
    reasons: ['ACADEMIC', 'OWN_REQUEST', 'OTHER'],
    only: 'FULL_TIME',
  },
  EXTENSION: {
    title: '延长学制',
    from: ['ACTIVE'],
    to: 'ACTIVE',
    reasons: ['ACADEMIC', 'WORK_STUDY', 'OWN_REQUEST', 'OTHER'],
    says: ['months'],
  },
  WITHDRAWAL: {
    title: '退学',
    from: ['ACTIVE', 'ON_LEAVE', 'RETAINED'],
    to: 'WITHDRAWN',
    reasons: ['OWN_REQUEST', 'ILLNESS', 'EMPLOYED', 'ENTERED_ELSEWHERE', 'RETURN_OVERDUE', 'ABSENT'],
    maySay: ['guardianConsent', 'absentSince'],
  },
  EXPULSION: {
    title: '开除学籍',
    from: ['ACTIVE'],
    to: 'EXPELLED',
    reasons: ['DISCIPLINE', 'CRIME', 'CHEATING'],
    says: ['decisionNo', 'decidedOn'],
  },
  DEATH: {
    title: '死亡',
    from: ['ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING'],
    to: 'DECEASED',
    reasons: ['DECEASED'],
  },
  CANCELLATION: {
    title: '注销学籍',
    from: ['ACTIVE', 'ON_LEAVE', 'RETAINED', 'TRANSFER_PENDING'],
    to: 'CANCELLED',
    reasons: ['FRAUD', 'DUPLICATE', 'NO_SHOW', 'OTHER'],
    says: ['decisionNo'],
  },
} as const satisfies Record<string, ChangeKind>;

export type RequestedType = keyof typeof kinds;
export const CHANGE_KINDS: Readonly<Record<RequestedType, ChangeKind>> = kinds;
export const REQUESTED_TYPES = Object.keys(kinds) as RequestedType[];
export const CHANGE_REASONS = [...new Set(Object.values(kinds).flatMap(({ reasons }) => reasons))];

/** 异动原因, in words. */
export const REASON_WORDS: Readonly<Record<(typeof CHANGE_REASONS)[number], string>> = {
  ILLNESS: '因病',
  FAMILY: '家庭原因',
  START_UP: '创业',
  OTHER: '其他',
  LEAVE_OVER: '休学期满',
  ENLISTMENT: '应征入伍',
  DISCHARGED: '退役',
  OWN_REQUEST: '本人申请',
  OFFERING_STOPPED: '专业停办',
  AFTER_SERVICE: '退役后转专业',
  ACADEMIC: '学业原因',
  WORK_STUDY: '工学交替',
  EMPLOYED: '就业',
  ENTERED_ELSEWHERE: '转入其他学校就读',
  RETURN_OVERDUE: '逾期未复学',
  ABSENT: '连续旷课',
  DISCIPLINE: '严重违纪',
  CRIME: '违法犯罪',
  CHEATING: '考试舞弊',
  DECEASED: '死亡',
  FRAUD: '弄虚作假',
  DUPLICATE: '重复注册',
  NO_SHOW: '注册后未报到就读',
};

/** 撤销异动: restores what a change replaced. Which states it leads from and to is for that change to say. */
export const REVERSAL_REASONS = ['ENTERED_IN_ERROR', 'APPEAL_UPHELD', 'DECISION_ANNULLED', 'OTHER'] as const;
export type ChangeType = RequestedType | 'REVERSAL';

/**
 * Who decides. SCHOOL: its principal. FILED 备案: the principal, and the authority files it. AUTHORITY: the principal, and the
 * authority of its tier approves. CITY: the city alone.
 */
export const DECIDERS = ['SCHOOL', 'FILED', 'AUTHORITY', 'CITY'] as const;
export type Decider = (typeof DECIDERS)[number];
