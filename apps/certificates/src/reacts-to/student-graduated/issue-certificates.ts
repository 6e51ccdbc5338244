import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import {
  type CertificateKind,
  type StudentCompleted,
  StudentGraduated,
  type StudentLeftEarly,
} from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { insertDataKeys, Sealer } from '#security';
import {
  certificates,
  issueCertificates,
  revokeCertificates,
  sealIdNumber,
  subjectOf,
} from '../../certificates/certificates.js';
import { certify, endOf, type Issued } from '../../domain/certificate.js';
import { allocateNumbers, type Given } from './allocate-numbers.js';

type Graduation = Received<typeof StudentGraduated | typeof StudentCompleted | typeof StudentLeftEarly>;

/** A graduation becomes exactly one certificate of its kind, issued at once; so does a completion (结业), and an early leaving (肄业). */
@ReactsTo(StudentGraduated)
export class IssueCertificates {
  constructor(
    private readonly sealer: Sealer,
    private readonly transitions: Transitions,
  ) {}

  async handle(graduations: Graduation[], tx: Transaction): Promise<void> {
    const uncertified = await withoutCertificate(tx, lastOfEach(graduations));
    if (uncertified.size === 0) return;
    const unnumbered = [...uncertified.values()].map(({ data, version }) => certify(data, version));
    const { numbered, given } = await allocateNumbers(tx, unnumbered);
    const inOrder = numbered.toSorted((one, other) => one.graduationVersion - other.graduationVersion);
    const made = inOrder.map((each) => {
      const causedBy = uncertified.get(keyOf(each.registrationId, each.kind))!;
      const before = given.get(each.registrationId)?.shift() ?? namedBefore(causedBy);
      const certificateId = uuidv7();
      const { key, row } = this.sealer.newDataKey(subjectOf(certificateId));
      const idNumberSealed = sealIdNumber(causedBy.data.identity.idNumber, certificateId, key);
      const issued = { status: 'ISSUED', version: 1, issuedAt: tx.at.toISOString() } as const;
      const after: Issued = { ...each, idNumberSealed, ...issued, ...before, certificateId };
      return { after, causedBy, row };
    });
    const idNumbers = new Map(
      made.map(({ after, causedBy }) => [after.certificateId, causedBy.data.identity.idNumber]),
    );
    const saved = await this.transitions.save(tx, certificates, issueCertificates, made, {
      given: { sealer: this.sealer, idNumbers },
      unless: 'registration_id, kind',
      onlyBy: ONE_LIVE,
    });
    await tx.query(insertDataKeys('$1', 'select unnest($2::text[])'), [
      JSON.stringify(made.map(({ row }) => row)),
      saved.map(({ certificateId }) => subjectOf(certificateId)),
    ]);
    await this.exchangeCompletions(tx, saved as Issued[]);
  }

  /**
   * 换发: a graduation that is certified on the day of the completion before it takes the place of that, so that of one day there is one
   * live certificate. Of a later day both stand.
   */
  private async exchangeCompletions(tx: Transaction, issued: readonly Issued[]): Promise<void> {
    const graduations = issued.filter(({ kind }) => kind === 'GRADUATION');
    if (graduations.length === 0) return;
    const completions = await certificates.find(
      tx,
      `(registration_id, issue_date) in (select * from unnest($1::uuid[], $2::date[]))
       and kind = 'COMPLETION' and status = 'ISSUED' order by certificate_id for update`,
      [
        graduations.map(({ registrationId }) => registrationId),
        graduations.map(({ issueDate }) => issueDate),
      ],
    );
    const graduationOf = new Map(graduations.map((each) => [each.registrationId, each]));
    await this.transitions.take(
      tx,
      revokeCertificates,
      completions,
      ({ registrationId }) => {
        const { certificateNo, issuedAt } = graduationOf.get(registrationId)!;
        return { decisionNo: `换发${certificateNo}`, revokedAt: issuedAt };
      },
      { given: { sealer: this.sealer } },
    );
  }
}

/**
 * The unique index keeps out a second live certificate of a registration. A number that is there already is no such
 * case, and fails: whoever gave it twice must be found.
 */
const ONE_LIVE = `(registration_id, kind) where status not in ('REVOKED', 'VOIDED', 'SUPERSEDED')`;

/**
 * A graduation that is replayed names the certificate that student records knows of. Where this service does not hold
 * it, it has lost it, and issues it again under that number: a person must not have two.
 */
function namedBefore({ data }: Graduation): Given | undefined {
  const { certificateNo, approvedAt } = data;
  return certificateNo === undefined ? undefined : { certificateNo, issuedAt: approvedAt };
}

const keyOf = (registrationId: string, kind: CertificateKind) => `${registrationId} ${kind}`;

/** The batch is in order, so that the last one of its kind is the newest; a completion and the graduation after it have one each. */
function lastOfEach(graduations: Graduation[]): Map<string, Graduation> {
  return new Map(
    graduations.map((graduation) => [
      keyOf(graduation.data.registrationId, endOf(graduation.data)[0]),
      graduation,
    ]),
  );
}

/**
 * Leaves out the registrations with a live certificate, and the graduations that already had one: after a
 * revocation only a newer graduation brings a certificate again, whatever became of the inbox.
 */
async function withoutCertificate(tx: Transaction, graduations: Map<string, Graduation>) {
  const certified = await tx.query<{ registration_id: string; kind: CertificateKind }>(
    `select graduation.registration_id, graduation.kind
     from unnest($1::uuid[], $2::integer[], $3::text[]) as graduation (registration_id, version, kind)
     where exists (
       select from certificates certificate
       where certificate.registration_id = graduation.registration_id and certificate.kind = graduation.kind
         and (certificate.status <> 'REVOKED' or certificate.graduation_version >= graduation.version))`,
    [
      [...graduations.values()].map(({ data }) => data.registrationId),
      [...graduations.values()].map(({ version }) => version),
      [...graduations.values()].map(({ data }) => endOf(data)[0]),
    ],
  );
  const known = new Set(certified.map((row) => keyOf(row.registration_id, row.kind)));
  return new Map([...graduations].filter(([key]) => !known.has(key)));
}
