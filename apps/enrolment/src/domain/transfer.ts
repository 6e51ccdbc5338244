import { accept, type Asked, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import { admissionRefusals, eligible, type EligibilityContext } from './admission.js';
import type { Admitted, Application, Closed } from './application.js';
import { alreadyApplied, closed, erasedAlready } from './application-moves.js';
import { unknownOffering } from './refusals.js';
import { honourRefusals, isUnqualified, type StandingAt } from './unqualified.js';

/** 调剂: who was admitted by a school that has lost its qualification is admitted by another one, and never free in between. */

export const transferRefusals = {
  ...honourRefusals,
  ...erasedAlready,
  ...unknownOffering,
  ...alreadyApplied,
  ...admissionRefusals,
  'other-level-or-mode': {
    status: 409,
    title: '接收专业点的培养层次或学习形式与原录取不同，不能调剂',
    detail: 'The receiving offering is of another level or study mode than the admission.',
    remedy: 'Choose an offering of the same level and mode; what differs takes a new application.',
  },
} as const satisfies Record<string, RefusalWords>;

/** The place that shall receive an application, as it is when it is asked for. */
export interface Receiving extends EligibilityContext {
  readonly isTaken: boolean;
  readonly hasWaitlist: (planLineId: string) => boolean;
  readonly takeSeat: (planLineId: string) => boolean;
}

/** Ends the admission at the school before. @param newId of the application by which the other school has the person */
export function transfer(
  application: Application,
  standing: StandingAt,
  {
    receiving,
    newId,
    ...asked
  }: Asked & { readonly receiving: Receiving | undefined; readonly newId: string },
): Decision<Application, CodeOf<typeof transferRefusals>> {
  if (!isUnqualified(application, standing, asked.today)) return refuse('not-unqualified');
  if (application.erasedAt) return refuse('erased-application');
  if (!receiving) return refuse('unknown-offering');
  const { level, mode } = receiving.offering;
  if (level !== standing.offering.level || mode !== standing.offering.mode)
    return refuse('other-level-or-mode');
  if (receiving.isTaken) return refuse('already-applied');
  const possible = eligible({ state: 'SUBMITTED', scope: application.scope }, receiving);
  if (!possible.ok) return possible;
  const { planLineId } = possible.value;
  if (receiving.hasWaitlist(planLineId)) return refuse('waitlist-goes-first');
  if (!receiving.takeSeat(planLineId)) return refuse('quota-full');
  return accept({ ...closed(application, 'CANCELLED', asked, 'TRANSFERRED'), transferredTo: newId });
}

/** What was of the school before: its import, its corrections, its end. */
const LEFT_BEHIND = {
  importId: undefined,
  importRow: undefined,
  formerPersonsSealed: undefined,
  offeredAt: undefined,
  honouredOn: undefined,
  closedBy: undefined,
  closedAt: undefined,
  closingCode: undefined,
  transferredTo: undefined,
};

/** The admission at the other school, of an application that was ended by {@link transfer}. */
export const admittedElsewhere = (
  ended: Closed,
  place: Pick<Admitted, 'schoolCode' | 'offeringId' | 'planLineId'>,
): Admitted => ({
  ...ended,
  ...LEFT_BEHIND,
  ...place,
  applicationId: ended.transferredTo!,
  transferredFrom: ended.applicationId,
  state: 'ADMITTED',
  admittedBy: ended.closedBy,
  admittedAt: ended.closedAt,
  version: 1,
});
