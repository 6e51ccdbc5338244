import { aggregate, fact, step } from '#aggregates';
import { CertificateIssued, CertificateLookupState, CertificateRevoked, type Identity } from '#contracts';
import type { Transaction } from '#database';
import { maskIdNumber } from '#national-codes';
import { type DataKey, type Sealer, sealedKeyOf } from '#security';
import { Certificate, revoke } from '../domain/certificate.js';
import { lookupStateOf } from '../domain/lookup-state.js';

/** 证书 in its table; the lookup is told of each of its versions. */
export const certificates = aggregate({
  name: 'certificate',
  table: 'certificates',
  id: 'certificateId',
  school: 'schoolCode',
  states: Certificate,
  snapshot: fact(CertificateLookupState, lookupStateOf, identitiesOf),
});

/** 发证: in this seal mode a certificate is issued together with its number. */
export const issueCertificates = { name: 'issue-certificate', publishes: fact(CertificateIssued) };

/** 撤销, by the decision that revoked the graduation. */
export const revokeCertificates = step(certificates, {
  name: 'revoke-certificate',
  decide: (each, revocation: { decisionNo: string; revokedAt: string }) => revoke(each, revocation) as never,
  publishes: fact(CertificateRevoked),
});

/** 接管: nobody gave it here, so that the lookup alone is told of it. */
export const takeOverCertificates = { name: 'take-over-certificate' };

/** 撤销, of what was taken over. */
export const revokeTakenOver = step(certificates, {
  name: 'revoke-taken-over-certificate',
  decide: (each, revocation: { decisionNo: string; revokedAt: string }) => revoke(each, revocation) as never,
});

/** Subject of the data key of a certificate. A certificate stands for good, and so does its key. */
export const subjectOf = (certificateId: string) => `certificate:${certificateId}`;
const bindingOf = (certificateId: string) => `certificates:id_number:${certificateId}`;

export const sealIdNumber = (idNumber: string, certificateId: string, key: DataKey): string =>
  key.seal(idNumber, bindingOf(certificateId));

/** For a select: the sealed data key of the row. */
export const SEALED_KEY = `${sealedKeyOf("'certificate:' || certificates.certificate_id")} as sealed_key`;

/** What {@link identitiesOf} needs: who opens seals, and the numbers that are known in the clear already. */
export interface Opening {
  readonly sealer: Sealer;
  readonly idNumbers?: ReadonlyMap<string, string>;
}

/** @throws SealBroken where the row was tampered with, or its key is lost */
export function openIdNumber(
  { certificateId, idNumberSealed }: Certificate,
  sealedKey: string | null,
  sealer: Sealer,
): string {
  const key = sealer.dataKey(subjectOf(certificateId), sealedKey);
  return key.open(idNumberSealed, bindingOf(certificateId));
}

export const maskedIdNumber = (known: Certificate, sealedKey: string | null, sealer: Sealer): string =>
  maskIdNumber(openIdNumber(known, sealedKey, sealer));

async function identitiesOf(
  tx: Transaction,
  states: readonly Certificate[],
  { sealer, idNumbers }: Opening,
): Promise<(each: Certificate) => Identity> {
  const keys = idNumbers ? new Map<string, string>() : await sealedKeys(tx, states);
  return (each) => ({
    name: each.name,
    idType: each.idType,
    idNumber:
      idNumbers?.get(each.certificateId) ?? openIdNumber(each, keys.get(each.certificateId) ?? null, sealer),
    sex: each.sex,
    birthDate: each.birthDate,
  });
}

async function sealedKeys(tx: Transaction, states: readonly Certificate[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ certificate_id: string; sealed_key: string }>(
    `select certificate_id, ${SEALED_KEY} from unnest($1::uuid[]) as certificates (certificate_id)`,
    [states.map(({ certificateId }) => certificateId)],
  );
  return new Map(rows.map((row) => [row.certificate_id, row.sealed_key]));
}
