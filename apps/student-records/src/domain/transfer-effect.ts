import { accept, type Asked, type Decision, refuse } from '#aggregates/rules';
import type { Offering } from './change-guards.js';
import { addDays, monthsBetween } from './months.js';
import type { Active, In, Registration } from './registration-states.js';
import type { TransferIn } from './transfer-states.js';

type Pending = In<'TRANSFER_PENDING'>;

/** 转学中, from the day on which the school has released the student. */
export const holdForTransfer = (
  registration: Registration,
  _input: object,
  { today: stateSince, at: stateRecordedAt }: Asked,
): Decision<Pending, 'not-active'> =>
  registration.state === 'ACTIVE'
    ? accept({
        ...registration,
        state: 'TRANSFER_PENDING',
        changedFrom: 'ACTIVE',
        stateSince,
        stateRecordedAt,
      })
    : refuse('not-active');

/** The transfer goes no further: the student studies on where they are. */
export const keepAfterTransfer = (
  registration: Registration,
  _input: object,
  { today: stateSince, at: stateRecordedAt }: Asked,
): Decision<Registration, never> =>
  registration.state === 'TRANSFER_PENDING'
    ? accept({
        ...registration,
        state: 'ACTIVE',
        changedFrom: 'TRANSFER_PENDING',
        stateSince,
        stateRecordedAt,
      })
    : accept(registration);

/** 转出. */
export const transferOut = (
  registration: Registration,
  { effectiveOn, reasonCode }: TransferIn<'APPROVED'>,
  { at: stateRecordedAt }: Asked,
): Decision<In<'TRANSFERRED_OUT'>, 'not-pending'> =>
  registration.state === 'TRANSFER_PENDING'
    ? accept({
        ...registration,
        state: 'TRANSFERRED_OUT',
        changedFrom: 'TRANSFER_PENDING',
        stateSince: effectiveOn,
        stateRecordedAt,
        endedOn: effectiveOn,
        endReasonCode: reasonCode,
      })
    : refuse('not-pending');

/**
 * 转入: the registration at the other school, from the same day on. The beginning of the studies, what was studied and what
 * interrupted it are carried by it, so that its term is complete when that of the old one would have been. No seat
 * of a plan moves with the student.
 */
export function transferredIn(
  before: Pending,
  transfer: TransferIn<'APPROVED'>,
  { major }: Offering,
  { newId: registrationId, at, keepsNumber }: { newId: string; at: string; keepsNumber: boolean },
): Active {
  const { effectiveOn, requestedBy, requestedAt, releasedBy, acceptedBy, receivingApprovedBy } = transfer;
  return {
    ...before,
    ...STAYS,
    registrationId,
    schoolCode: transfer.receivingSchoolCode!,
    offeringId: transfer.targetOfferingId!,
    major,
    version: 1,
    state: 'ACTIVE',
    studentNo: keepsNumber ? before.studentNo : '',
    previousRegistrationId: before.registrationId,
    transferredInOn: effectiveOn,
    transferredFromSchool: before.schoolCode,
    monthsCarried: monthsStudied(before, effectiveOn),
    submittedBy: requestedBy,
    submittedAt: requestedAt,
    contributors: [requestedBy, releasedBy, acceptedBy].filter((each) => each !== undefined),
    approvedBy: receivingApprovedBy!,
    approvedAt: at,
    stateSince: effectiveOn,
    stateRecordedAt: at,
  };
}

/** What is of the record before alone. */
const STAYS = {
  formerPersonsSealed: undefined,
  statedPersonSealed: undefined,
  identityMismatch: false,
  changedFrom: undefined,
  lastChangeId: undefined,
} as const;

/** Whole months from the start to a day, less the days away. */
const monthsStudied = ({ startOn, daysAway = 0 }: Pick<Active, 'startOn' | 'daysAway'>, on: string): number =>
  monthsBetween(startOn, addDays(on, -daysAway));
