import { notFound, Problem } from '#runtime';
import type { BatchRefusal } from './domain/graduation-batch.js';
import type { GraduationFailure } from './domain/graduation-check.js';
import type { ApprovalRefusal, RejectionRefusal, RevocationRefusal } from './domain/registration.js';

export type RefusalCode =
  | 'not-found'
  | 'in-another-batch'
  | ApprovalRefusal
  | RejectionRefusal
  | RevocationRefusal
  | GraduationFailure
  | BatchRefusal;

/** How each code is told: a title for the registrar, a detail for programs. */
const REFUSALS: Record<RefusalCode, readonly [title: string, detail: string]> = {
  'not-found': ['未找到该记录', 'There is no such record within your scope.'],
  'not-submitted': ['该学籍不在待审状态', 'The registration does not wait for a decision.'],
  'approver-is-submitter': ['不能审批本人提交的事项', 'Nobody may approve what they submitted themselves.'],
  'apprenticeship-is-part-time': [
    '企业新型学徒制应注册非全日制学籍',
    'A new apprenticeship is registered as part-time.',
  ],
  'part-time-too-short': [
    '企业职工非全日制学籍不得少于一年；不足一年的属于培训，不注册学籍',
    'A part-time registration of an enterprise employee takes twelve months or more; less is training.',
  ],
  'employer-missing': [
    '企业职工非全日制学籍须填写用人单位',
    'A part-time registration of an enterprise employee names its employer.',
  ],
  'identity-mismatch': [
    '该证件号码已登记为其他姓名、性别或出生日期，须先核实身份',
    'The ID number is known under another name, sex or birth date; settle the identity first.',
  ],
  'person-has-live-registration': [
    '该人员已有在籍学籍，不能重复注册',
    'The person has a live registration in the city.',
  ],
  'in-another-batch': [
    '该学生已在其他未办结的毕业批次中',
    'The student stands in another graduation batch that is still open.',
  ],
  'not-active': ['学籍不在读', 'The registration is not active.'],
  'term-not-complete': ['学业未期满', 'The agreed duration does not end by the day of graduation.'],
  'conduct-not-passed': ['思想品德未合格', 'Conduct was not passed.'],
  'courses-not-passed': ['未完成规定课程或成绩不合格', 'Not all courses were passed.'],
  'school-unknown': [
    '学校信息尚未同步，请稍后重试',
    'Student records has not heard of the school yet; try again shortly.',
  ],
  'batch-already-approved': ['毕业批次已批准，不能更改', 'The graduation batch is approved and final.'],
  'batch-not-draft': ['毕业批次不在草稿状态', 'The graduation batch is not a draft.'],
  'batch-not-submitted': ['毕业批次未提交', 'The graduation batch was not submitted.'],
  'batch-is-empty': ['毕业批次中没有学生', 'No student is left in the graduation batch.'],
  'graduation-items-failing': [
    '批次中有学生不符合毕业条件，请先核查并移出',
    'Some students may not graduate: check the batch and exclude them.',
  ],
  'not-graduated': ['该学籍不在毕业状态', 'The registration is not graduated.'],
};

/** A code with its words. */
export function refusal<Code extends RefusalCode>(code: Code) {
  const [title, detail] = REFUSALS[code];
  return { code, title, detail };
}

export const refusedItem = (id: string, code: RefusalCode) => ({ id, ...refusal(code) });

/** A refusal of a single command: what does not exist is 404, what may not be is 409. */
export function refusalProblem(code: RefusalCode, extensions?: Record<string, unknown>): Problem {
  const words = refusal(code);
  if (code === 'not-found') return notFound(words.detail, words.title);
  return new Problem({ status: 409, ...words, ...(extensions && { extensions }) });
}
