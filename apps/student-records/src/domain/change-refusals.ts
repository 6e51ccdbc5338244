import type { CodeOf, RefusalWords } from '#aggregates/rules';
import { studyRefusals } from './may-study.js';

/** Why a student may not have a change, at the request and again on the day on which it takes effect. */
export const requestRefusals = {
  'not-active': {
    status: 409,
    title: '学籍不在读',
    detail: 'The registration is not active.',
    remedy:
      'Read the registration: only who studies takes leave, changes the major or stands in a graduation batch.',
  },
  'not-on-leave': {
    status: 409,
    title: '该学生不在休学状态，不能复学',
    detail: 'The student is not on leave.',
    remedy: 'Read the registration: who is not on leave cannot return from it.',
  },
  'not-retained': {
    status: 409,
    title: '该学生未保留学籍，不能恢复',
    detail: 'The registration is not retained.',
    remedy: 'Read the registration: who is on leave returns by a return, `RETURN`.',
  },
  'not-in-study': {
    status: 409,
    title: '该学籍已终止或未经注册，不能办理此项异动',
    detail: 'The registration is not one of a student, or is being transferred.',
    remedy:
      'Read the registration. Where it ended by mistake, reverse the change by which it ended; a transfer under way is cancelled first.',
  },
  'change-is-open': {
    status: 409,
    title: '该学生有未办结的学籍异动',
    detail: 'Another status change of the registration waits for a decision or for its day.',
    remedy: 'Let it be decided, or cancel it first.',
  },
  'before-last-change': {
    status: 409,
    title: '生效日期早于最近一次已生效的异动',
    detail: 'The change would take effect before the last one that was applied, or before the studies began.',
    remedy: 'Give a later day; what was applied is undone by a reversal only.',
  },
  'effective-day-too-far': {
    status: 409,
    title: '生效日期过远',
    detail: 'The change would take effect later than the rules allow to decide in advance.',
    remedy: 'Request it nearer to its day.',
  },
  'change-details-missing': {
    status: 409,
    title: '该类异动缺少必填内容',
    detail: 'The change does not say all that its kind has to say.',
    remedy: 'The title of the refusal names what is missing: give it.',
  },
  'change-details-not-fitting': {
    status: 409,
    title: '填写了该类异动不需要的内容',
    detail: 'The change says something that its kind does not take.',
    remedy: 'The title of the refusal names what to leave out; or choose the kind that was meant.',
  },
  'reason-of-another-kind': {
    status: 409,
    title: '该异动原因不适用于此类异动',
    detail: 'The reason is one of another kind of change.',
    remedy: 'Choose a reason of this kind of change.',
  },
  'wrong-study-mode': {
    status: 409,
    title: '该类异动不适用于该学生的学习形式',
    detail: 'This kind of change is one of the other study mode.',
    remedy: 'A year is repeated in full-time study; extend the study instead.',
  },
  'return-date-not-possible': {
    status: 409,
    title: '应复学日期应晚于生效日期',
    detail: 'The expected day of return lies before the change takes effect.',
    remedy: 'Give a day of return after the effective day.',
  },
  'leave-too-long': {
    status: 409,
    title: '休学或保留学籍期限超过规定月数',
    detail: 'The leave, or the retention, is longer than the rules allow at a time.',
    remedy: 'Give an earlier day of return; after a leave, a second one can be requested.',
  },
  'leaves-used-up': {
    status: 409,
    title: '该学生休学次数已达上限',
    detail: 'The student has taken as many leaves as the rules allow.',
    remedy: 'Another leave is not possible; a withdrawal may be.',
  },
  'reinstatement-too-late': {
    status: 409,
    title: '退役后超过规定期限，不能恢复学籍',
    detail: 'The student comes back later after the discharge than the rules allow, or before it.',
    remedy: 'Compare the day of discharge with the papers; after the time the study ends by a withdrawal.',
  },
  'offering-not-possible': {
    status: 409,
    title: '转入专业点不存在、已停招，或层次、学习形式、专业与此类异动不符',
    detail:
      'The offering is not an active one of the school in the same study mode; or it has the same major, or another level than the kind of change asks for.',
    remedy:
      'Choose an active offering of the school. A change of major stays at the level; what changes the level is `LEVEL_CHANGE`. A change of study mode is a new registration.',
  },
  'no-seat-free': {
    status: 409,
    title: '转入专业点该年级已无空余计划名额',
    detail: 'As many students of the year and season study at the offering as its plan has seats.',
    remedy:
      'Choose another offering, wait until somebody leaves, or let the plan of that year be adjusted first.',
  },
  'extension-too-long': {
    status: 409,
    title: '超过最长学习年限',
    detail: 'Extensions and repeated years are more, together, than the rules allow.',
    remedy: 'Give fewer months; the study ends by completion or withdrawal otherwise.',
  },
  'repeats-used-up': {
    status: 409,
    title: '该学生留级次数已达上限',
    detail: 'The student has repeated as many years as the rules allow.',
    remedy: 'Another year is not possible; a completion (结业) or a withdrawal may be.',
  },
  'minor-not-forced': {
    status: 409,
    title: '未成年学生只能由本人申请退学，不得强制退学',
    detail: 'A minor is not withdrawn for being absent or overdue.',
    remedy: 'Speak with the guardians; only who asks for it is withdrawn while under eighteen.',
  },
  'guardian-consent-missing': {
    status: 409,
    title: '未成年学生退学须有监护人书面同意',
    detail: 'A minor is withdrawn only with the consent of a guardian.',
    remedy: 'Give the file number of the consent in `guardianConsent`.',
  },
  'not-overdue-long-enough': {
    status: 409,
    title: '逾期未复学或连续旷课未满规定天数',
    detail: 'The return is not overdue, or the student not absent, for as long as the rules ask for.',
    remedy: 'Wait until the days have passed; a student who asks for it is withdrawn at once.',
  },
  'appeal-period-running': {
    status: 409,
    title: '申诉期未满，开除决定不能生效',
    detail: 'The expulsion would take effect before the time to appeal is over.',
    remedy: 'Give an effective day after the time to appeal, which runs from the day of `decidedOn`.',
  },
  'not-in-the-future': {
    status: 409,
    title: '死亡日期、决定日期和起始日期不得晚于今日',
    detail: 'A day of death, of a decision or of an absence lies in the future.',
    remedy: 'Give the day as the papers say it.',
  },
  'part-time-too-short': {
    status: 409,
    title: '企业职工非全日制学籍不得少于一年；不足一年的属于培训，不注册学籍',
    detail:
      'A part-time registration of an enterprise employee takes twelve months or more; less is training.',
    remedy:
      'Reject the registration, or give the change a duration of a year or more; training of less is not registered.',
  },
} as const satisfies Record<string, RefusalWords>;
export type RequestRefusal = CodeOf<typeof requestRefusals>;

/** Why what a change has done may not be undone. */
export const reversalRefusals = {
  ...studyRefusals,
  'change-not-applied': {
    status: 409,
    title: '该异动未生效或已撤销，不能撤销',
    detail: 'The status change is not applied, or was reversed already.',
    remedy: 'Cancel what is not applied yet; of what was reversed, request the change again.',
  },
  'reversal-not-possible': {
    status: 409,
    title: '该学籍其后已毕业、结业、转出或正在转学，或此前的异动未留存原状态，不能撤销该异动',
    detail:
      'The registration has moved on by other acts than status changes, or the change was applied before it kept what it replaced.',
    remedy:
      'Undo first what followed: revoke the graduation, cancel the transfer. A leave from before is ended by a return.',
  },
} as const satisfies Record<string, RefusalWords>;
export type ReversalRefusal = CodeOf<typeof reversalRefusals>;
