import { CertificateIssued, type DataOf } from '#contracts';
import type { ReservedNumbers } from '#reconciliation';
import { serialOf } from '../domain/certificate-number.js';

/** 证书编号 that were told of, and where they are held. */
export const reservedNumbers: ReservedNumbers = {
  told: CertificateIssued,
  givenBy: (data) => {
    const { certificateNo, registrationId, issuedAt } = data as DataOf<typeof CertificateIssued>;
    return { number: certificateNo, registrationId, givenAt: issuedAt, ...serialOf(certificateNo) };
  },
  held: ['certificates', 'certificate_no'],
  counters: 'number_serials',
  state: { topic: 'certificates.lookup.v1', serialOf },
};
