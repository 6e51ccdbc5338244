import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { REGISTRATION_STATES } from '../domain/registration.js';
import { PersonVault } from '../persons/person-vault.js';
import {
  RegistrationView,
  SELECT_SHOWN_REGISTRATIONS,
  type ShownRegistrationRow,
  viewOf,
} from './registration-view.js';

const registrations = listOf({
  filters: {
    state: ['state', z.enum(REGISTRATION_STATES)],
    schoolCode: ['school_code', schoolCode],
    studentNo: ['student_no', z.string().max(64)],
    applicationId: ['application_id', id],
  },
  sorts: { registrationId: ['registration_id'] },
});
export const RegistrationFilter = registrations.query;
export type RegistrationFilter = z.infer<typeof RegistrationFilter>;

export const RegistrationPage = pageOf(RegistrationView).meta({ id: 'RegistrationPage' });
export type RegistrationPage = z.infer<typeof RegistrationPage>;

@Injectable()
export class ListRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: PersonVault,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  async run(query: RegistrationFilter, actor: Actor): Promise<RegistrationPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      registrations.page(tx, query, {
        select: SELECT_SHOWN_REGISTRATIONS,
        itemOf: (row: ShownRegistrationRow) => viewOf(row, this.vault),
      }),
    );
  }
}
