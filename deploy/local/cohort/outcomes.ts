import type { Api, Certificate, EmploymentCase, Entry, Registration } from './api.ts';

export interface Outcomes {
  certificates: Certificate[];
  entries: Entry[];
  cases: EmploymentCase[];
}

/** What the services behind a graduation hold for these registrations. */
export async function outcomesOf(api: Api, registrations: Registration[]): Promise<Outcomes> {
  const ids = new Set(registrations.map(({ registrationId }) => registrationId));
  const own = ({ registrationId }: { registrationId: string }) => ids.has(registrationId);
  const [certificates, cases, entries] = await Promise.all([
    api('certificates', 'city-officer').all<Certificate>('/certificates'),
    api('employment', 'city-officer').all<EmploymentCase>('/cases'),
    api('certificate-lookup', 'operator').all<Entry>('/entries'),
  ]);
  // Who withdraws is certified as well, without a case.
  const issued = certificates.filter((each) => own(each) && each.kind === 'GRADUATION');
  const numbers = new Set(issued.map(({ certificateNo }) => certificateNo));
  return {
    certificates: issued,
    entries: entries.filter(({ certificateNo }) => numbers.has(certificateNo)),
    cases: cases.filter(own),
  };
}

const count = <T>(items: T[], member: keyof T, value: string) =>
  items.filter((each) => each[member] === value).length;

/** The four numbers that must agree for graduates, and the four for revoked graduations. */
export function countsOf(registrations: Registration[], { certificates, entries, cases }: Outcomes) {
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
export const isGraduate = ({ state }: Registration): boolean =>
  state === 'GRADUATED' || state === 'GRADUATION_REVOKED';

export const allAgree = (counts: ReturnType<typeof countsOf>): boolean =>
  counts.graduated === counts.issued &&
  counts.issued === counts.visible &&
  counts.visible === counts.cases &&
  counts.graduationsRevoked === counts.certificatesRevoked &&
  counts.certificatesRevoked === counts.shownRevoked &&
  counts.shownRevoked === counts.casesCancelled;
