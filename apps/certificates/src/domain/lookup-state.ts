import type { CertificateLookupState, DataOf, Identity } from '#contracts';
import type { Certificate } from './certificate.js';

/** The whole of what the lookup shows of a certificate. A decision and its reasons stay inside. */
export function lookupStateOf(
  certificate: Certificate,
  identity: Identity,
): DataOf<typeof CertificateLookupState> {
  return {
    certificateNo: certificate.certificateNo,
    kind: certificate.kind,
    identity,
    school: {
      code: certificate.schoolCode,
      uscc: certificate.schoolUscc,
      name: certificate.schoolName,
      schoolType: certificate.schoolType,
    },
    majorName: certificate.majorName,
    classType: certificate.classType,
    studyMode: certificate.studyMode,
    from: certificate.fromDate,
    to: certificate.toDate,
    issueDate: certificate.issueDate,
    authorityCode: certificate.authorityCode,
    templateVersion: certificate.templateVersion,
    treatment: certificate.treatment,
    ...(certificate.takenOver && { takenOver: true }),
    ...lookupStatusOf(certificate),
  };
}

function lookupStatusOf(certificate: Certificate) {
  switch (certificate.status) {
    case 'ISSUED':
      return { status: 'VALID', statusAt: certificate.issuedAt } as const;
    case 'REVOKED':
      return { status: 'REVOKED', statusAt: certificate.revokedAt } as const;
    default:
      return certificate satisfies never;
  }
}
