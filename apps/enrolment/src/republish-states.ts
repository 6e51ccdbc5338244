import { Injectable } from '@nestjs/common';
import { id, SchoolState } from '#contracts';
import type { Transaction } from '#database';
import { eventOf, type OutgoingEvent } from '#messaging';
import { type PageRequest, republishedPage, Republishers } from '#reconciliation';
import { type OfferingRow, offeringState } from './offerings/offering-row.js';
import { type PlanLineRow, planLineState } from './plans/plan-line-row.js';
import type { QualificationRow } from './qualifications/qualification-row.js';
import { registeredCode } from './schools/register-school.js';
import { type SchoolRow, schoolState } from './schools/school-row.js';

/** Schools with their qualifications, offerings and plan lines, each as it is. */
@Injectable()
export class RepublishStates {
  constructor(registry: Republishers) {
    registry.register({ topic: 'enrolment.schools.v1', id: registeredCode, page: schoolsPage });
    registry.register({ topic: 'enrolment.offerings.v1', id, page: offeringsPage });
    registry.register({ topic: 'enrolment.plans.v1', id, page: planLinesPage });
  }
}

/** A change of a qualification raises the version of its school, so the school's lock guards both. */
async function schoolsPage(tx: Transaction, request: PageRequest) {
  const schools = await tx.query<SchoolRow>(
    `select * from schools where ($1::text is null or school_code > $1) and ($2::text is null or school_code = $2)
     order by school_code limit $3 for share`,
    [request.after, request.schoolCode, request.limit],
  );
  const qualifications = await tx.query<QualificationRow>(
    'select * from qualifications where school_code = any($1) order by qualification_id',
    [schools.map((row) => row.school_code)],
  );
  const bySchool = Map.groupBy(qualifications, (row) => row.school_code);
  return republishedPage(
    schools,
    request,
    (row) => row.school_code,
    (row): OutgoingEvent[] => [
      eventOf(SchoolState, {
        data: schoolState(row, bySchool.get(row.school_code) ?? []),
        version: row.version,
      }),
    ],
  );
}

async function offeringsPage(tx: Transaction, request: PageRequest) {
  const rows = await tx.query<OfferingRow>(
    `select offering.*, major.name as major_name
     from offerings offering join catalogue_majors major using (catalogue_version, major_code)
     where ($1::uuid is null or offering_id > $1) and ($2::text is null or school_code = $2)
     order by offering_id limit $3 for share of offering`,
    [request.after, request.schoolCode, request.limit],
  );
  return republishedPage(
    rows,
    request,
    (row) => row.offering_id,
    (row) => [offeringState(row)],
  );
}

async function planLinesPage(tx: Transaction, request: PageRequest) {
  const rows = await tx.query<PlanLineRow>(
    `select * from plan_lines
     where ($1::uuid is null or plan_line_id > $1) and ($2::text is null or school_code = $2)
     order by plan_line_id limit $3 for share`,
    [request.after, request.schoolCode, request.limit],
  );
  return republishedPage(
    rows,
    request,
    (row) => row.plan_line_id,
    (row) => [planLineState(row)],
  );
}
