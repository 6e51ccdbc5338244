/** What the services behind a graduation hold for these registrations. */
export async function outcomesOf(api, registrations) {
  const ids = new Set(registrations.map(({ registrationId }) => registrationId));
  const own = ({ registrationId }) => ids.has(registrationId);
  const [certificates, cases, entries] = await Promise.all([
    api('certificates', 'city-officer').all('/certificates'),
    api('employment', 'city-officer').all('/cases'),
    api('certificate-lookup', 'operator').all('/entries'),
  ]);
  const issued = certificates.filter(own);
  const numbers = new Set(issued.map(({ certificateNo }) => certificateNo));
  return {
    certificates: issued,
    entries: entries.filter(({ certificateNo }) => numbers.has(certificateNo)),
    cases: cases.filter(own),
  };
}

const count = (items, member, value) => items.filter((each) => each[member] === value).length;

/** The four numbers that must agree for graduates, and the four for revoked graduations. */
export function countsOf(registrations, { certificates, entries, cases }) {
  return {
    graduated: registrations.filter(isGraduate).length,
    issued: certificates.length,
    visible: entries.length,
    cases: cases.length,
    graduationsRevoked: count(registrations, 'state', 'GRADUATION_REVOKED'),
    certificatesRevoked: count(certificates, 'status', 'REVOKED'),
    shownRevoked: count(entries, 'status', 'REVOKED'),
    casesCancelled: count(cases, 'state', 'CANCELLED'),
  };
}

/** Graduated, whether or not that was revoked later. */
export const isGraduate = ({ state }) => state === 'GRADUATED' || state === 'GRADUATION_REVOKED';

export const levelled = (counts) =>
  counts.graduated === counts.issued &&
  counts.issued === counts.visible &&
  counts.visible === counts.cases &&
  counts.graduationsRevoked === counts.certificatesRevoked &&
  counts.certificatesRevoked === counts.shownRevoked &&
  counts.shownRevoked === counts.casesCancelled;
