import { declareProblems, type ProblemWords } from '#runtime';
import type { OutcomeRefusal } from './domain/outcome.js';

/** Every code of employment's own. */
export const problems = declareProblems({
  'case-cancelled': {
    status: 409,
    title: '毕业已撤销，就业跟踪已取消',
    detail: 'The graduation was revoked and the case is cancelled; no outcome can be reported on it.',
    remedy: 'Nothing: the city revoked the graduation.',
  },
  'existing-job-is-part-time-only': {
    status: 422,
    title: '“已在职”仅适用于非全日制毕业生',
    detail: 'EXISTING_JOB is for part-time graduates who were employed already.',
    remedy: 'Choose another `category`.',
  },
  'employer-uscc-required': {
    status: 422,
    title: '就业协议、劳动合同须填写用人单位统一社会信用代码',
    detail: 'AGREEMENT and CONTRACT need employerUscc.',
    remedy: 'Give `employerUscc`; it stands on the paper that the employer signed.',
  },
  'employer-uscc-invalid': {
    status: 422,
    title: '统一社会信用代码不正确',
    detail: 'employerUscc is not a valid unified social credit code (GB 32100).',
    remedy: 'Correct `employerUscc`: its check character does not fit.',
  },
} satisfies Record<OutcomeRefusal, ProblemWords>);
