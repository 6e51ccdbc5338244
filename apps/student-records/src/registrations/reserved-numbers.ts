import { type DataOf, RegistrationApproved, RegistrationTakenOver, StudentTransferred } from '#contracts';
import type { ReservedNumbers } from '#reconciliation';
import { serialOf } from '../domain/student-number.js';

type Approved = DataOf<typeof RegistrationApproved>;
type TakenOver = DataOf<typeof RegistrationTakenOver>;
type Transferred = DataOf<typeof StudentTransferred>;

/** 学籍号 that were told of, and where they are held. */
export const reservedNumbers: ReservedNumbers = {
  told: RegistrationApproved,
  alsoTold: [StudentTransferred, RegistrationTakenOver],
  givenBy: (data) => {
    const { studentNo, registrationId, schoolCode, ...told } = data as Approved | TakenOver | Transferred;
    const givenAt = momentOf(told);
    return { number: studentNo, registrationId, givenAt, ...serialOf(studentNo, schoolCode) };
  },
  held: ['registrations', 'student_no'],
  counters: 'student_no_counters',
};

type Told = Pick<Approved, 'approvedAt'> | Pick<TakenOver, 'takenOverAt'> | Pick<Transferred, 'recordedAt'>;
function momentOf(told: Told): string {
  if ('approvedAt' in told) return told.approvedAt;
  return 'takenOverAt' in told ? told.takenOverAt : told.recordedAt;
}
