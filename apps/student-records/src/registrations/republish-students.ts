import { Injectable } from '@nestjs/common';
import { id } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingEvent } from '#messaging';
import { type PageRequest, republishedPage, type Republisher, Republishers } from '#reconciliation';
import { VERSION_OF_APPROVAL, type Registered } from '../domain/registration.js';
import type { IdentityRow } from '../persons/person-row.js';
import { PersonVault } from '../persons/person-vault.js';
import type { GraduationSchool } from '../schools/school-row.js';
import { graduationRevoked, registrationApproved, studentGraduated } from './registration-events.js';
import { registrationOf, type RegistrationRow } from './registration-row.js';

type Row = RegistrationRow &
  IdentityRow & {
    school: GraduationSchool | null;
    graduation_approved_at: Date | null;
    certificate_no: string | null;
  };

const SELECT_REGISTRATIONS = `
  select registrations.*, persons.name, persons.id_type, persons.id_number, persons.sex, persons.birth_date,
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
 * The facts of registrations in their order: approved, graduated, revoked. What is told of a graduation is what was
 * true on that day, but for the identity, which is the one of today.
 */
@Injectable()
export class RepublishStudents implements Republisher {
  readonly topic = 'student-records.students.v1';
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
       where state not in ('SUBMITTED', 'REJECTED') and ($1::uuid is null or registration_id > $1)
         and ($2::text is null or school_code = $2)
       order by registration_id limit $3 for share`,
      [request.after, request.schoolCode, request.limit],
    );
    const ids = locked.map((row) => row.registration_id);
    const rows = await tx.query<Row>(SELECT_REGISTRATIONS, [ids]);
    return republishedPage(
      rows,
      request,
      (row) => row.registration_id,
      (row) => this.eventsOf(row),
    );
  }

  private eventsOf(row: Row): OutgoingEvent[] {
    const registration = registrationOf(row) as Registered;
    const approved = { ...registration, version: VERSION_OF_APPROVAL };
    return [
      registrationApproved(approved, row.approved_at!.toISOString()),
      ...this.graduationsOf(registration, row),
    ];
  }

  private graduationsOf(registration: Registered, row: Row): OutgoingEvent[] {
    if (registration.state !== 'GRADUATED' && registration.state !== 'GRADUATION_REVOKED') return [];
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
