import type { OutcomeRefusal } from '../domain/outcome.js';

const REFUSALS: Record<OutcomeRefusal, { status: number; title: string; detail: string }> = {
  'case-cancelled': {
    status: 409,
    title: '毕业已撤销，就业跟踪已取消',
    detail: 'The graduation was revoked and the case is cancelled; no outcome can be reported on it.',
  },
  'existing-job-is-part-time-only': {
    status: 422,
    title: '“已在职”仅适用于非全日制毕业生',
    detail: 'EXISTING_JOB is for part-time graduates who were employed already.',
  },
  'employer-uscc-required': {
    status: 422,
    title: '就业协议、劳动合同须填写用人单位统一社会信用代码',
    detail: 'AGREEMENT and CONTRACT need employerUscc.',
  },
  'employer-uscc-invalid': {
    status: 422,
    title: '统一社会信用代码不正确',
    detail: 'employerUscc is not a valid unified social credit code (GB 32100).',
  },
};

/** How a refusal is told to a person. */
export function refusalOf(code: OutcomeRefusal) {
  return { code, ...REFUSALS[code] };
}
