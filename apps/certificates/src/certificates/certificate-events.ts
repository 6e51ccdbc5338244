import { CertificateIssued, CertificateLookupState, CertificateRevoked } from '#contracts';
import { eventOf, type OutgoingEvent } from '#messaging';
import type { Certificate, Revoked } from '../domain/certificate.js';
import { lookupStateOf } from '../domain/lookup-state.js';

type Cause = OutgoingEvent['causedBy'];

export function certificateIssued(certificate: Certificate, causedBy?: Cause) {
  const { certificateNo, registrationId, personId, schoolCode, kind, issueDate, issuedAt, version } =
    certificate;
  const data = { certificateNo, registrationId, personId, schoolCode, kind, issueDate, issuedAt };
  return eventOf(CertificateIssued, { data, version, causedBy });
}

export function certificateRevoked(certificate: Revoked, causedBy?: Cause) {
  const { certificateNo, registrationId, personId, schoolCode, kind, decisionNo, revokedAt, version } =
    certificate;
  const data = { certificateNo, registrationId, personId, schoolCode, kind, decisionNo, revokedAt };
  return eventOf(CertificateRevoked, { data, version, causedBy });
}

export function lookupState(certificate: Certificate, causedBy?: Cause) {
  const { version } = certificate;
  return eventOf(CertificateLookupState, { data: lookupStateOf(certificate), version, causedBy });
}
