import { v7 as uuidv7 } from 'uuid';
import { StudentGraduated } from '#contracts';
import type { Transaction } from '#database';
import { Outbox, ReactsTo, type Received } from '#messaging';
import { insertDataKeys, type NewDataKey, Sealer } from '#security';
import { certificateIssued, lookupState } from '../../certificates/certificate-events.js';
import { type CertificateRow, rowOf, subjectOf } from '../../certificates/certificate-row.js';
import { certify, issue } from '../../domain/certificate.js';
import { allocateNumbers, type Given } from './allocate-numbers.js';

type Graduation = Received<typeof StudentGraduated>;

/** A graduation becomes exactly one certificate, issued at once. */
@ReactsTo(StudentGraduated)
export class IssueCertificates {
  constructor(
    private readonly sealer: Sealer,
    private readonly outbox: Outbox,
  ) {}

  async handle(graduations: Graduation[], tx: Transaction): Promise<void> {
    const uncertified = await withoutCertificate(tx, lastPerRegistration(graduations));
    if (uncertified.size === 0) return;
    const unnumbered = [...uncertified.values()].map(({ data, version }) => ({
      ...certify(data, version),
      certificateId: uuidv7(),
    }));
    const issuedAt = new Date().toISOString();
    const { numbered, given } = await allocateNumbers(tx, unnumbered);
    const issued = numbered.map((each) => {
      const before = given.get(each.registrationId) ?? toldBefore(uncertified.get(each.registrationId)!);
      return issue({ ...each, ...before }, before?.issuedAt ?? issuedAt);
    });
    const keys = issued.map(({ certificateId }) => this.sealer.newDataKey(subjectOf(certificateId)));
    const rows = issued.map((each, i) => rowOf(each, this.sealer, keys[i]!.key));
    const inserted = await insert(tx, rows, keys);
    const events = issued
      .filter(({ certificateId }) => inserted.has(certificateId))
      .flatMap((each) => {
        const causedBy = uncertified.get(each.registrationId);
        return [certificateIssued(each, causedBy), lookupState(each, causedBy)];
      });
    await this.outbox.publish(tx, events);
  }
}

/**
 * A graduation that is told again names the certificate that student records knows of. Where this service does not hold
 * it, it has lost it, and issues it again under that number: a person must not have two.
 */
function toldBefore({ data }: Graduation): Given | undefined {
  const { certificateNo, approvedAt } = data;
  return certificateNo === undefined ? undefined : { certificateNo, issuedAt: approvedAt };
}

/** The batch is in order, so that the last graduation of a registration is the newest. */
function lastPerRegistration(graduations: Graduation[]): Map<string, Graduation> {
  return new Map(graduations.map((graduation) => [graduation.data.registrationId, graduation]));
}

/**
 * Leaves out the registrations with a live certificate, and the graduations that already had one: after a
 * revocation only a newer graduation brings a certificate again, whatever became of the inbox.
 */
async function withoutCertificate(tx: Transaction, graduations: Map<string, Graduation>) {
  const certified = await tx.query<{ registration_id: string }>(
    `select graduation.registration_id
     from unnest($1::uuid[], $2::integer[]) as graduation (registration_id, version)
     where exists (
       select from certificates certificate
       where certificate.registration_id = graduation.registration_id and certificate.kind = 'GRADUATION'
         and (certificate.status <> 'REVOKED' or certificate.graduation_version >= graduation.version))`,
    [[...graduations.keys()], [...graduations.values()].map(({ version }) => version)],
  );
  const known = new Set(certified.map((row) => row.registration_id));
  return new Map([...graduations].filter(([registrationId]) => !known.has(registrationId)));
}

/**
 * @returns the ids that went in; the unique index keeps out a second live certificate of a registration. A number that
 *   is there already is no such case, and fails: whoever gave it twice must be found.
 */
async function insert(tx: Transaction, rows: CertificateRow[], keys: NewDataKey[]): Promise<Set<string>> {
  const columns = Object.keys(rows[0]!).join(', ');
  const inserted = await tx.query<{ certificate_id: string }>(
    `with inserted as (
       insert into certificates (${columns})
       select ${columns} from jsonb_populate_recordset(null::certificates, $1::jsonb)
       on conflict (registration_id, kind) where status not in ('REVOKED', 'VOIDED', 'SUPERSEDED') do nothing
       returning certificate_id),
     keys as (${insertDataKeys('$2', `select 'certificate:' || certificate_id from inserted`)})
     select certificate_id from inserted`,
    [JSON.stringify(rows), JSON.stringify(keys.map(({ row }) => row))],
  );
  return new Set(inserted.map((row) => row.certificate_id));
}
