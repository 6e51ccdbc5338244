import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import type { OutcomeCategory } from '#contracts';
import { isUscc } from '#national-codes';
import type { Case, Reported } from './case.js';

/** 去向 of a graduate from a day on. Outcomes follow each other; none is ever overwritten. */
export interface ReportedOutcome {
  readonly category: OutcomeCategory;
  readonly startedOn: string;
  readonly employerUscc?: string | undefined;
  readonly employerName?: string | undefined;
  /** GB/T 2260 */
  readonly regionCode?: string | undefined;
}

export const outcomeRefusals = {
  'case-cancelled': {
    status: 409,
    title: '毕业已撤销，就业跟踪已取消',
    detail: 'The graduation was revoked and the case is cancelled; no outcome can be reported on it.',
    remedy: 'Nothing: the city revoked the graduation.',
  },
  'graduate-deceased': {
    status: 409,
    title: '该毕业生已登记死亡，不再登记毕业去向',
    detail: 'The death of the graduate is on record; no outcome is reported any more.',
    remedy:
      'Nothing; where the death was recorded in error, let the school that recorded it have it reversed.',
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
} as const satisfies Record<string, RefusalWords>;

/** 就业协议 and 劳动合同 are papers that an employer signs, so the employer is known. */
const SIGNED_BY_EMPLOYER: readonly OutcomeCategory[] = ['AGREEMENT', 'CONTRACT'];

/** 去向登记: an outcome is reported on the case; further ones may follow as the graduate's life goes on. */
export function reportOutcome(
  known: Case,
  outcome: ReportedOutcome,
  reportedAt: string,
): Decision<Reported, CodeOf<typeof outcomeRefusals>> {
  if (known.state === 'CANCELLED') return refuse('case-cancelled');
  if (known.deceasedOn !== undefined) return refuse('graduate-deceased');
  // 已在职: only who studied beside a job has one already.
  if (outcome.category === 'EXISTING_JOB' && known.studyMode !== 'PART_TIME')
    return refuse('existing-job-is-part-time-only');
  if (outcome.employerUscc === undefined && SIGNED_BY_EMPLOYER.includes(outcome.category))
    return refuse('employer-uscc-required');
  if (outcome.employerUscc !== undefined && !isUscc(outcome.employerUscc))
    return refuse('employer-uscc-invalid');
  return accept({ ...known, state: 'REPORTED', reportedAt });
}
