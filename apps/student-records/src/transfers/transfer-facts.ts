import { fact } from '#aggregates';
import { RegistrationStatusChanged, StudentTransferred } from '#contracts';
import type { Active, In } from '../domain/registration-states.js';

/** 转学中, its end without effect, and 转出 to another city: what is published of the record that is left. */
export const transferFact = fact(
  RegistrationStatusChanged,
  (each: In<'ACTIVE' | 'TRANSFER_PENDING' | 'TRANSFERRED_OUT'>) => ({
    ...each,
    from: each.changedFrom!,
    to: each.state,
    changeType: 'TRANSFER' as const,
    effectiveOn: each.stateSince!,
    recordedAt: each.stateRecordedAt!,
  }),
);

/** 转入: the record at the other school. That of the school before says nothing of its own, so that the person is never free. */
export const transferredFact = fact(StudentTransferred, (each: Active) => ({
  ...each,
  previousRegistrationId: each.previousRegistrationId!,
  fromSchoolCode: each.transferredFromSchool!,
  transferredOn: each.transferredInOn!,
  recordedAt: each.approvedAt,
  monthsCarried: each.monthsCarried!,
}));
