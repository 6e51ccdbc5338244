import { declareProblems, type ProblemWords } from '#runtime';
import type { RefusalCode } from './refusals.js';

/** Refusals of the rules: of single commands, and of the items of a batch. */
const refusals = {
  'not-found': {
    status: 404,
    title: '未找到该记录',
    detail: 'There is no such record within your scope.',
    remedy: 'Look at the id. What belongs to another school is answered like this as well.',
  },
  'not-submitted': {
    status: 409,
    title: '该学籍不在待审状态',
    detail: 'The registration does not wait for a decision.',
    remedy: 'Read the registration: it was decided already.',
  },
  'city-decides': {
    status: 403,
    title: '该校由市级人社部门审批',
    detail: 'The school is of the tier of the city: a district does not decide on it.',
    remedy: 'Let a city officer decide; `authorityTier` of the school says whose it is.',
  },
  'approver-is-submitter': {
    status: 403,
    title: '不能审批本人提交的事项',
    detail: 'Nobody may approve what they submitted themselves.',
    remedy: 'Let another person approve it.',
  },
  'apprenticeship-is-part-time': {
    status: 409,
    title: '企业新型学徒制应注册非全日制学籍',
    detail: 'A new apprenticeship is registered as part-time.',
    remedy: 'Reject the registration; the school applies again with part-time as study mode.',
  },
  'part-time-too-short': {
    status: 409,
    title: '企业职工非全日制学籍不得少于一年；不足一年的属于培训，不注册学籍',
    detail:
      'A part-time registration of an enterprise employee takes twelve months or more; less is training.',
    remedy: 'Reject the registration; training of less than a year is not registered.',
  },
  'employer-missing': {
    status: 409,
    title: '企业职工非全日制学籍须填写用人单位',
    detail: 'A part-time registration of an enterprise employee names its employer.',
    remedy: 'Reject the registration; the school applies again and names the employer.',
  },
  'identity-mismatch': {
    status: 409,
    title: '该证件号码已登记为其他姓名、性别或出生日期，须先核实身份',
    detail: 'The ID number is known under another name, sex or birth date; settle the identity first.',
    remedy: 'Compare both persons with their papers, and reject the registration that is wrong.',
  },
  'person-has-live-registration': {
    status: 409,
    title: '该人员已有在籍学籍，不能重复注册',
    detail: 'The person has a live registration in the city.',
    remedy: 'Find out which registration is right, and reject the other.',
  },
  'in-another-batch': {
    status: 409,
    title: '该学生已在其他未办结的毕业批次中',
    detail: 'The student stands in another graduation batch that is still open.',
    remedy: 'Leave the student out here, or exclude them from the other batch.',
  },
  'not-active': {
    status: 409,
    title: '学籍不在读',
    detail: 'The registration is not active.',
    remedy: 'Leave the student out of the batch.',
  },
  'term-not-complete': {
    status: 409,
    title: '学业未期满',
    detail: 'The agreed duration does not end by the day of graduation.',
    remedy: 'Leave the student out of the batch until the term is complete.',
  },
  'conduct-not-passed': {
    status: 409,
    title: '思想品德未合格',
    detail: 'Conduct was not passed.',
    remedy: 'Leave the student out of the batch until conduct is passed.',
  },
  'courses-not-passed': {
    status: 409,
    title: '未完成规定课程或成绩不合格',
    detail: 'Not all courses were passed.',
    remedy: 'Leave the student out of the batch until all courses are passed.',
  },
  'school-unknown': {
    status: 409,
    title: '学校信息尚未同步，请稍后重试',
    detail: 'Student records has not heard of the school yet; try again shortly.',
    remedy:
      'Try again in a minute; if it stays, the operator looks for a dead letter of `enrolment.schools.v1`.',
  },
  'batch-already-approved': {
    status: 409,
    title: '毕业批次已批准，不能更改',
    detail: 'The graduation batch is approved and final.',
    remedy: 'An approved batch does not change any more; a graduation can only be revoked.',
  },
  'batch-not-draft': {
    status: 409,
    title: '毕业批次不在草稿状态',
    detail: 'The graduation batch is not a draft.',
    remedy: 'Read the batch: it was submitted or approved already.',
  },
  'batch-not-submitted': {
    status: 409,
    title: '毕业批次未提交',
    detail: 'The graduation batch was not submitted.',
    remedy: 'The school submits the batch first.',
  },
  'batch-is-empty': {
    status: 409,
    title: '毕业批次中没有学生',
    detail: 'No student is left in the graduation batch.',
    remedy: 'Create a batch with the students who graduate.',
  },
  'graduation-items-failing': {
    status: 409,
    title: '批次中有学生不符合毕业条件，请先核查并移出',
    detail: 'Some students may not graduate: check the batch and exclude them.',
    remedy: '`failed` names the students and their reasons: mend those, or exclude the students.',
  },
  'person-erased': {
    status: 409,
    title: '该人员个人信息已删除',
    detail: 'The personal data of the person was erased; there is nothing to show.',
    remedy: 'Nothing: it cannot be brought back.',
  },
  'person-has-open-registration': {
    status: 409,
    title: '该人员学籍待审或在籍，不能删除个人信息',
    detail:
      'A registration of the person waits for a decision, or they study; nothing of them can be erased.',
    remedy: 'Reject the registration, or wait until they have graduated.',
  },
  'not-graduated': {
    status: 409,
    title: '该学籍不在毕业状态',
    detail: 'The registration is not graduated.',
    remedy: 'Read the registration: it was revoked already, or never graduated.',
  },
} satisfies Record<RefusalCode, ProblemWords>;

/** Every code of student records' own. */
export const problems = declareProblems({
  ...refusals,
  'graduation-items-refused': {
    status: 422,
    title: '部分学生不能列入该毕业批次，批次未建立',
    detail: 'Some items cannot stand in this batch; see errors. Nothing was stored.',
    remedy: 'Leave the students out whom `errors[]` names, and create the batch again.',
  },
});
