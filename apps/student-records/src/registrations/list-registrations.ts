import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { page, pageFilter, pageOf } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { REGISTRATION_STATES } from '../domain/registration.js';
import { PersonVault } from '../persons/person-vault.js';
import {
  RegistrationView,
  SELECT_SHOWN_REGISTRATIONS,
  type ShownRegistrationRow,
  viewOf,
} from './registration-view.js';

export const RegistrationFilter = z.strictObject({
  ...pageFilter,
  cursor: id.optional(),
  state: z.enum(REGISTRATION_STATES).optional(),
  schoolCode: schoolCode.optional(),
  studentNo: z.string().max(64).optional(),
  applicationId: id.optional(),
});
export type RegistrationFilter = z.infer<typeof RegistrationFilter>;

export const RegistrationPage = pageOf(RegistrationView).meta({ id: 'RegistrationPage' });
export type RegistrationPage = z.infer<typeof RegistrationPage>;

@Injectable()
export class ListRegistrations {
  constructor(
    private readonly transactions: Transactions,
    private readonly vault: PersonVault,
  ) {}

  /** In the order of registration id, which is that of arrival; the cursor is the last id shown. */
  run({ limit, cursor, ...filter }: RegistrationFilter, actor: Actor): Promise<RegistrationPage> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, filter.schoolCode);
    return this.transactions.run(scope, async (tx) => {
      const rows = await tx.query<ShownRegistrationRow>(
        `${SELECT_SHOWN_REGISTRATIONS}
         where ($1::text is null or state = $1) and ($2::text is null or registrations.school_code = $2)
           and ($3::text is null or student_no = $3) and ($4::uuid is null or application_id = $4)
           and ($5::uuid is null or registration_id > $5)
         order by registration_id limit $6`,
        [filter.state, filter.schoolCode, filter.studentNo, filter.applicationId, cursor, limit + 1],
      );
      return page(
        rows,
        limit,
        (row) => row.registration_id,
        (row) => viewOf(row, this.vault),
      );
    });
  }
}
