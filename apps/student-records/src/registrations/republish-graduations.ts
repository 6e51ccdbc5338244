import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingEvent } from '#messaging';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import type { Graduated, GraduationRevoked } from '../domain/registration.js';
import { IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import { PersonVault } from '../persons/person-vault.js';
import type { GraduationSchool } from '../schools/school-row.js';
import { graduationRevoked, studentGraduated } from './registration-events.js';
import { registrationOf, type RegistrationRow } from './registration-row.js';

type Row = RegistrationRow &
  IdentityRow & {
    school: GraduationSchool | null;
    graduation_approved_at: Date | null;
    certificate_no: string | null;
  };

const SELECT_GRADUATIONS = `
  select registrations.*, ${IDENTITY_COLUMNS},
    batch.school, batch.approved_at as graduation_approved_at, known.certificate_no
  from registrations
  join persons using (person_id)
  left join graduation_batches batch on batch.batch_id = registrations.graduation_batch_id
  left join lateral (
    select certificate_no from registration_certificates known
    where known.registration_id = registrations.registration_id
      and (known.status = 'VALID' or registrations.state = 'GRADUATION_REVOKED')
    order by certificate_no desc limit 1
  ) known on true
  where registrations.registration_id = any($1)
  order by registrations.registration_id`;

/**
 * Graduations, and after each its revocation. What is told of a graduation is what was true on that day, but for the
 * identity, which is the one of today.
 */
@Injectable()
export class RepublishGraduations implements Republisher {
  readonly topic = 'student-records.graduations.v1';
  readonly id = id;

  constructor(
    registry: Republishers,
    private readonly vault: PersonVault,
  ) {
    registry.register(this);
  }

  /** Locks first and reads then, so that what is read with the registrations is as new as they are. */
  async page(tx: Transaction, request: PageRequest) {
    const locked = await tx.query<{ registration_id: string }>(
      `select registration_id from registrations
       where state in ('GRADUATED', 'GRADUATION_REVOKED') and ($1::uuid is null or registration_id > $1)
         and ($2::text is null or school_code = $2)
       order by registration_id limit $3 for share`,
      [request.after, request.schoolCode, request.limit],
    );
    const ids = locked.map((row) => row.registration_id);
    const rows = await tx.query<Row>(SELECT_GRADUATIONS, [ids]);
    return republishedPage(
      rows,
      request,
      (row) => row.registration_id,
      (row) => this.eventsOf(row),
    );
  }

  private eventsOf(row: Row): OutgoingEvent[] {
    const registration = registrationOf(row) as Graduated | GraduationRevoked;
    const graduation = {
      identity: this.vault.identityOf(row),
      school: row.school!,
      approvedAt: row.graduation_approved_at!.toISOString(),
      ...(row.certificate_no !== null && { certificateNo: row.certificate_no }),
    };
    if (registration.state === 'GRADUATED') return [studentGraduated({ ...graduation, registration })];
    const graduated = { ...registration, version: registration.version - 1 };
    return [
      studentGraduated({ ...graduation, registration: graduated }),
      graduationRevoked(registration, row.revoked_at!.toISOString()),
    ];
  }
}
