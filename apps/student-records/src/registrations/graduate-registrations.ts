import { fact, step } from '#aggregates';
import { type Identity, StudentCompleted, StudentGraduated } from '#contracts';
import { accept } from '#aggregates/rules';
import type { Transaction } from '#database';
import { complete, graduate } from '../domain/registration.js';
import { type Active, type Completed, type Graduated, holderOf } from '../domain/registration-states.js';
import { IDENTITY_COLUMNS, type IdentityRow } from '../persons/person-row.js';
import type { PersonVault } from '../persons/person-vault.js';
import { GRADUATED_BEFORE } from './certified-before.js';
import { identitiesTold } from './identities-told.js';
import { onTheDay } from './on-the-day.js';
import { registrations } from './registrations.js';
import type { GraduationSchool } from '../schools/school-row.js';

/** 毕业 of one student: a step of the approval of their batch, which has checked that they may. */
export const graduateRegistrations = step(registrations, {
  name: 'graduate',
  decide: (each, batch: { batchId: string; graduatedOn: string }) =>
    accept(graduate(each as Active | Completed, batch)),
  noted: (_, { graduatedOn }) => ({ effectiveOn: graduatedOn }),
  publishes: fact(
    StudentGraduated,
    (each: Graduated, details: Details) => ({ ...each, ...details }),
    detailsOf,
  ),
});

/** 结业 of one student, as {@link graduateRegistrations} is a graduation. */
export const completeRegistrations = step(registrations, {
  name: 'complete',
  decide: (each, batch: { batchId: string; graduatedOn: string }) => accept(complete(each as Active, batch)),
  noted: (_, { graduatedOn }) => ({ effectiveOn: graduatedOn }),
  publishes: fact(
    StudentCompleted,
    (each: Completed, details: Details) => ({ ...each, ...details }),
    detailsOf,
  ),
});

/** What a graduation states beside the registration: identity, photo and school as of the day of graduation. */
interface Details {
  readonly identity: Identity;
  readonly school: GraduationSchool;
  readonly approvedAt: string;
  /** where it is another one than that of the record */
  readonly photoSha256?: string;
  /** Known on a replay only: whoever issues certificates issues no other. */
  readonly certificateNo?: string;
}

async function detailsOf(
  tx: Transaction,
  graduated: readonly (Graduated | Completed)[],
  { vault }: { vault: PersonVault },
): Promise<(each: Graduated | Completed) => Details> {
  const told = await identitiesTold(tx, vault.sealer, graduated);
  const ofDay = await onTheDay(tx, vault.sealer, graduated);
  const rows = await tx.query<DetailsRow>(
    `select graduated.registration_id, graduated.version, persons.person_id, ${IDENTITY_COLUMNS}, batch.school, batch.approved_at, known.certificate_no
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::integer[])
       as graduated (registration_id, person_id, batch_id, version)
     join persons using (person_id)
     join graduation_batches batch using (batch_id)
     join graduation_items item using (batch_id, registration_id)
     left join lateral (
       select certificate_no, status from registration_certificates known
       where known.registration_id = graduated.registration_id and known.kind is distinct from 'STUDY'
       order by certificate_no limit 1 offset ${GRADUATED_BEFORE('graduated.registration_id', 'batch.approved_at')}
     ) known on known.status = 'VALID' or item.revoked_at is not null`,
    [
      graduated.map(({ registrationId }) => registrationId),
      graduated.map(holderOf),
      graduated.map(({ graduationBatchId }) => graduationBatchId),
      graduated.map(({ version }) => version),
    ],
  );
  const details = new Map(
    rows.map((row) => [
      keyOf(row.registration_id, row.version),
      {
        identity: told.get(row.registration_id) ?? vault.identityOf(row),
        school: row.school,
        approvedAt: row.approved_at.toISOString(),
        ...ofDay({ registrationId: row.registration_id, version: row.version }),
        ...(row.certificate_no !== null && { certificateNo: row.certificate_no }),
      },
    ]),
  );
  return ({ registrationId, version }) => details.get(keyOf(registrationId, version))!;
}

/** A replay tells of all graduations of a registration at once; each has its own certificate, in their order. */
const keyOf = (registrationId: string, version: number) => `${registrationId} ${version}`;

type DetailsRow = IdentityRow & {
  registration_id: string;
  version: number;
  school: GraduationSchool;
  approved_at: Date;
  certificate_no: string | null;
};
