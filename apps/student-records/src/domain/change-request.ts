import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { whyNoChange, type ChangeContext } from './change-guards.js';
import { type RequestRefusal, requestRefusals } from './change-refusals.js';
import type { Deciding } from './deciding.js';
import { evidenceRefusals, isEvidenceOf, type KnownEvidence } from './evidence.js';
import type { Registration } from './registration-states.js';
import type { ChangeIn, ChangeRequest, StatusChange } from './status-change.js';

export const whoRequestsRefusals = {
  ...evidenceRefusals,
  'school-requests': {
    status: 403,
    title: '该类异动由学校提出申请',
    detail: 'The city requests only what it alone decides on.',
    remedy: 'Let the school request it; the city cancels records and reverses such changes by itself.',
  },
  ...requestRefusals,
} as const satisfies Record<string, RefusalWords>;

export interface RequestContext extends Asked, ChangeContext {
  /** of the request */
  readonly newId: string;
  readonly officerOf: Deciding['officerOf'];
  /** the registrations with a change that is not settled */
  readonly open: ReadonlySet<string>;
  /** the uploaded papers that the request names; undefined where there are none such */
  readonly evidence?: KnownEvidence | undefined;
}

/** 申请异动, or a draft of it: in the past as well, but not before what was applied last. A draft stands in nobody's way. */
export function requestChange(
  registration: Registration,
  { draft, ...request }: ChangeRequest & { readonly draft?: boolean | undefined },
  context: RequestContext,
): Decision<ChangeIn<'DRAFT' | 'SUBMITTED'>, CodeOf<typeof whoRequestsRefusals>> {
  if (context.officerOf === 'CITY' && context.rules.deciders[request.type] !== 'CITY')
    return refuse('school-requests');
  const refusal = whyNoChange(registration, request, context);
  if (refusal) return refusal;
  if (request.evidenceId !== undefined && !isEvidenceOf(context.evidence, registration))
    return refuse('evidence-not-found');
  const { registrationId, schoolCode } = registration;
  if (!draft && context.open.has(registrationId)) return refuse('change-is-open');
  const { newId: changeId, subject: requestedBy, at: requestedAt } = context;
  const about = { ...request, changeId, registrationId, schoolCode, version: 1 };
  return accept({ ...about, requestedBy, requestedAt, state: draft ? 'DRAFT' : 'SUBMITTED' });
}

export const submissionRefusals = {
  'change-not-draft': {
    status: 409,
    title: '该异动不是草稿',
    detail: 'The status change is not a draft.',
    remedy: 'Read the status change: it was submitted, or cancelled, already.',
  },
  ...requestRefusals,
} as const satisfies Record<string, RefusalWords>;

/** 提交草稿: who submits it has asked for it, and does not decide on it; who drafted it does not either. */
export function submitChange(
  known: StatusChange,
  registration: Registration,
  context: Omit<RequestContext, 'newId' | 'officerOf'>,
): Decision<ChangeIn<'SUBMITTED'>, 'change-not-draft' | RequestRefusal> {
  if (known.state !== 'DRAFT') return refuse('change-not-draft');
  const refusal = whyNoChange(registration, known, context);
  if (refusal) return refusal;
  if (context.open.has(known.registrationId)) return refuse('change-is-open');
  const { subject: submittedBy, at: requestedAt } = context;
  return accept({ ...known, state: 'SUBMITTED', submittedBy, requestedAt });
}
