import { type DataOf, RegistrationApproved } from '#contracts';
import type { ReservedNumbers } from '#reconciliation';
import { serialOf } from '../domain/student-number.js';

/** 学籍号 that were told of, and where they are held. */
export const reservedNumbers: ReservedNumbers = {
  told: RegistrationApproved,
  givenBy: (data) => {
    const { studentNo, registrationId, schoolCode, approvedAt } = data as DataOf<typeof RegistrationApproved>;
    return { number: studentNo, registrationId, givenAt: approvedAt, ...serialOf(studentNo, schoolCode) };
  },
  held: ['registrations', 'student_no'],
  counters: 'student_no_counters',
};
