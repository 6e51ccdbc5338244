import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords, withContributor } from '#aggregates/rules'; // prettier-ignore
import { whyNoChange, type ChangeContext } from './change-guards.js';
import { requestRefusals } from './change-refusals.js';
import type { Deciding } from './deciding.js';
import { evidenceRefusals, isEvidenceOf, type KnownEvidence } from './evidence.js';
import type { Registration } from './registration-states.js';
import type { ChangeIn, ChangeRequest, StatusChange } from './status-change.js';

const sideRefusals = {
  'school-requests': {
    status: 403,
    title: '该类异动由学校提出申请',
    detail: 'The city requests only what it alone decides on.',
    remedy: 'Let the school request it; the city cancels records and reverses such changes by itself.',
  },
} as const satisfies Record<string, RefusalWords>;
export const whoRequestsRefusals = { ...evidenceRefusals, ...sideRefusals, ...requestRefusals } as const satisfies Record<string, RefusalWords>; // prettier-ignore

/** An offering may be named by its major and level instead of its id. */
type Requested = ChangeRequest & {
  readonly draft?: boolean | undefined;
  readonly targetMajorCode?: string | undefined;
  readonly targetLevel?: string | undefined;
};

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
  { draft, targetMajorCode, targetLevel, ...asked }: Requested,
  context: RequestContext,
): Decision<ChangeIn<'DRAFT' | 'SUBMITTED'>, CodeOf<typeof whoRequestsRefusals>> {
  if (context.officerOf === 'CITY' && context.rules.deciders[asked.type] !== 'CITY')
    return refuse('school-requests');
  const isNamed = targetMajorCode !== undefined || targetLevel !== undefined;
  if (isNamed && !context.target) return refuse('offering-not-possible');
  const request = isNamed ? { ...asked, targetOfferingId: context.target!.offeringId } : asked;
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

const revisionRefusals = {
  ...sideRefusals,
  'asker-revises': {
    status: 403,
    title: '由市级决定的异动只能由原申请人修改、提交',
    detail:
      'The city alone decides on changes of this kind: who has asked for one revises and submits it, and nobody else.',
    remedy:
      'Let who has asked for it revise it, or request the change anew; what was returned stands in nobody’s way.',
  },
  'change-not-draft': {
    status: 409,
    title: '只有草稿和被退回的异动可以修改、提交',
    detail: 'The status change is neither a draft nor one that was returned.',
    remedy:
      'Read the status change. What waits for a decision is cancelled, or returned by who decides, first.',
  },
  'reversal-asked-anew': {
    status: 409,
    title: '被退回的撤销异动须重新申请',
    detail:
      'A reversal that was returned is not revised: it says nothing but which change it undoes, and why.',
    remedy: 'Request the reversal anew, with other evidence.',
  },
} as const satisfies Record<string, RefusalWords>;
export const submissionRefusals = { ...revisionRefusals, ...requestRefusals } as const satisfies Record<string, RefusalWords>; // prettier-ignore
export const reviseRefusals = { ...revisionRefusals, ...whoRequestsRefusals } as const satisfies Record<string, RefusalWords>; // prettier-ignore

/** A draft, or what was returned, as it was asked for: whoever had approved it looks at it again. */
function draftOf(known: StatusChange): Decision<ChangeIn<'DRAFT'>, keyof typeof revisionRefusals> {
  if (known.state !== 'DRAFT' && known.state !== 'REJECTED') return refuse('change-not-draft');
  if (known.type === 'REVERSAL') return refuse('reversal-asked-anew');
  const { schoolApprovedBy: _by, schoolApprovedAt: _at, ...asked } = known;
  const { rejectedBy: _who, rejectedAt: _when, rejectionReason: _why, ...draft } = asked as ChangeIn<'REJECTED'>;
  const contributors = [...(known.contributors ?? []), ...(known.submittedBy ? [known.submittedBy] : [])];
  return accept({ ...draft, ...(contributors.length > 0 && { contributors }), state: 'DRAFT' });
} // prettier-ignore

/** Of a kind that the city alone decides on, where the city may have asked, who has asked; of another one the school. */
function whyNotTheirs(known: StatusChange, { officerOf, rules, subject }: Omit<RequestContext, 'newId'>) {
  if (rules.deciders[known.type] === 'CITY')
    return known.requestedBy === subject ? undefined : 'asker-revises';
  return officerOf === 'CITY' ? 'school-requests' : undefined;
}

/** 提交草稿, or what was returned: who submits it has asked for it, and does not decide on it; nor does who drafted or revised it. */
export function submitChange(
  known: StatusChange,
  registration: Registration,
  context: Omit<RequestContext, 'newId'>,
): Decision<ChangeIn<'SUBMITTED'>, CodeOf<typeof submissionRefusals>> {
  const draft = draftOf(known);
  if (!draft.ok) return draft;
  const otherSide = whyNotTheirs(known, context);
  if (otherSide) return refuse(otherSide);
  const refusal = whyNoChange(registration, draft.value, context);
  if (refusal) return refusal;
  if (context.open.has(known.registrationId)) return refuse('change-is-open');
  const { subject: submittedBy, at: requestedAt } = context;
  return accept({ ...draft.value, state: 'SUBMITTED', submittedBy, requestedAt });
}

/** 修改 a draft or what was returned, of which nothing stays but whom it is of and who had a hand in it; submitted with it unless it stays a draft. */
export function reviseChange(
  known: StatusChange,
  { draft: staysDraft, ...request }: Requested,
  { registration, ...context }: Omit<RequestContext, 'newId'> & { readonly registration: Registration },
): Decision<ChangeIn<'DRAFT' | 'SUBMITTED'>, CodeOf<typeof reviseRefusals>> {
  const draft = draftOf(known);
  if (!draft.ok) return draft;
  const otherSide = whyNotTheirs(known, context);
  if (otherSide) return refuse(otherSide);
  const revised = requestChange(registration, { ...request, draft: staysDraft }, { ...context, newId: known.changeId });
  if (!revised.ok) return revised;
  const { subject, at } = context;
  const { version, requestedBy, requestedAt, contributors = [] } = draft.value;
  const by = { version, requestedBy, contributors: withContributor(contributors, subject) };
  const submitted = staysDraft ? { requestedAt } : { requestedAt: at, submittedBy: subject };
  return accept({ ...revised.value, ...by, ...submitted });
} // prettier-ignore
