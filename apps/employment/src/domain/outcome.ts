import type { OutcomeCategory } from '#contracts';
import { isUscc } from '#national-codes';
import type { Case, Open, Reported } from './case.js';

/** 去向 of a graduate from a day on. Outcomes follow each other; none is ever overwritten. */
export interface ReportedOutcome {
  readonly category: OutcomeCategory;
  readonly startedOn: string;
  readonly employerUscc?: string | undefined;
  readonly employerName?: string | undefined;
  /** GB/T 2260 */
  readonly regionCode?: string | undefined;
}

export type OutcomeRefusal =
  'case-cancelled' | 'existing-job-is-part-time-only' | 'employer-uscc-required' | 'employer-uscc-invalid';

export type OutcomeDecision =
  | { readonly accepted: true; readonly open: Open | Reported }
  | { readonly accepted: false; readonly code: OutcomeRefusal };

/** 就业协议 and 劳动合同 are papers that an employer signs, so the employer is known. */
const SIGNED_BY_EMPLOYER: readonly OutcomeCategory[] = ['AGREEMENT', 'CONTRACT'];

/** Whether an outcome may be reported on the case, by any of the reasons against it. */
export function decideOutcome(known: Case, outcome: ReportedOutcome): OutcomeDecision {
  if (known.state === 'CANCELLED') return refuse('case-cancelled');
  // 已在职: only who studied beside a job has one already.
  if (outcome.category === 'EXISTING_JOB' && known.studyMode !== 'PART_TIME')
    return refuse('existing-job-is-part-time-only');
  if (outcome.employerUscc === undefined)
    return SIGNED_BY_EMPLOYER.includes(outcome.category)
      ? refuse('employer-uscc-required')
      : { accepted: true, open: known };
  return isUscc(outcome.employerUscc) ? { accepted: true, open: known } : refuse('employer-uscc-invalid');
}

const refuse = (code: OutcomeRefusal): OutcomeDecision => ({ accepted: false, code });
