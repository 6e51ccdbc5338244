import { topics } from '#contracts';
import { usccCheck } from '#national-codes';
import type { Api, Registration } from '../../deploy/local/cohort/api.ts';
import { idNumber } from '../harness/applicants.ts';

/** From lists of each kind so many, so that a request meets what is there. */
const MAX_VALUES = 20;

/** Which field of which list a parameter or a field of a body means; plural names are lists of them. */
const SOURCES: [service: string, path: string, field: string][] = [
  ['enrolment', '/schools', 'schoolCode'],
  ['enrolment', '/catalogue/majors', 'majorCode'],
  ['enrolment', '/catalogue/majors', 'catalogueVersion'],
  ['enrolment', '/offerings', 'offeringId'],
  ['enrolment', '/public/qualifications', 'qualificationId'],
  ['enrolment', '/plans/usage', 'planLineId'],
  ['enrolment', '/applications', 'applicationId'],
  ['enrolment', '/applications', 'importId'],
  ['student-records', '/registrations', 'registrationId'],
  ['student-records', '/registrations', 'studentNo'],
  ['student-records', '/graduation-batches', 'batchId'],
  ['certificates', '/certificates', 'certificateNo'],
  ['certificates', '/certificates', 'name'],
];

/**
 * Ids and codes that exist, by the name of the field; those of the school first, so that its roles meet its own records.
 */
export async function knownValues(api: Api, schoolCode: string): Promise<Record<string, string[]>> {
  const values: Record<string, string[]> = {};
  for (const [service, path, field] of SOURCES) {
    const items = await api(service, 'city-officer').all(path);
    const own = items.filter((item) => item.schoolCode === schoolCode || item.school?.code === schoolCode);
    const found = [...own, ...items].map((item) => item[field]).filter((value) => value !== undefined);
    values[field] = [...new Set(found)].slice(0, MAX_VALUES);
  }
  return { ...values, ...madeUp() };
}

/** What only a check character makes right, so that chance would never find it. */
function madeUp() {
  const numbers = Array.from({ length: MAX_VALUES }, (_, at) => at + 1);
  const uscc = numbers.map((at) => {
    const code = `12500000${String(987_000_000 + at)}`;
    return code + usccCheck(code);
  });
  return {
    uscc,
    employerUscc: uscc,
    idNumber: numbers.map((at) => idNumber(900_000 + at)),
    topic: Object.keys(topics),
  };
}

/** The school with most registrations. */
export async function busiestSchool(api: Api): Promise<string> {
  const registrations = await api('student-records', 'city-officer').all<Registration>('/registrations');
  const bySchool = Map.groupBy(registrations, ({ schoolCode }) => schoolCode);
  return [...bySchool].toSorted(([, one], [, other]) => other.length - one.length)[0]![0];
}
