import { type DataOf, RegistrationApproved, StudentTransferred } from '#contracts';
import type { ReservedNumbers } from '#reconciliation';
import { serialOf } from '../domain/student-number.js';

type Approved = DataOf<typeof RegistrationApproved>;
type Transferred = DataOf<typeof StudentTransferred>;

/** 学籍号 that were told of, and where they are held. */
export const reservedNumbers: ReservedNumbers = {
  told: RegistrationApproved,
  alsoTold: [StudentTransferred],
  givenBy: (data) => {
    const { studentNo, registrationId, schoolCode, ...told } = data as Approved | Transferred;
    const givenAt = 'approvedAt' in told ? told.approvedAt : told.recordedAt;
    return { number: studentNo, registrationId, givenAt, ...serialOf(studentNo, schoolCode) };
  },
  held: ['registrations', 'student_no'],
  counters: 'student_no_counters',
};
