import type { ServiceName } from '#contracts';
import { progress } from '../../deploy/local/progress.ts';
import { certificatesOf, hash, id, IN_LOOKUP } from './certificate-rows.ts';
import { copyStatement, type Databases, load, settle } from './databases.ts';

const AT_ONCE = 50_000;
const registration_id = id('00c');
const person_id = id('00d');
const application_id = id('00e');
const certificate_id = id('00f');
const certificate_no = 'number';
const school_code = 'school';
const student_no = `'E' || lpad(n::text, 11, '0')`;
const graduation_batch_id = id('012', '(n / 500)');
const graduate = { registration_id, person_id, school_code };

type Copies = [table: string, own: Record<string, string>][];
const keys = (...subjects: string[]): Copies => subjects.map((subject) => ['data_keys', { subject }]);
/** Of one event: its id, and the version of its subject. */
const handled = (kind: string, topic: string, subject: string): Copies => [
  ['inbox', { event_id: id(kind), handled_at: 'now()' }],
  ['aggregate_versions', { topic: `'${topic}'`, subject: `(${subject})::text` }],
];
const numbers: Copies[number] = [
  'registration_certificates',
  { certificate_no, registration_id, school_code },
];
const graduated = handled('010', 'student-records.graduations.v1', registration_id);
const issued = handled('011', 'certificates.certificates.v1', certificate_no);

/** What each service keeps of a graduate, and the columns by which graduates differ. */
const KEPT: Partial<Record<ServiceName, Copies>> = {
  'student-records': [
    ['persons', { person_id, id_number_index: hash('p') }],
    ['registrations', { ...graduate, application_id, student_no, graduation_batch_id, graduated_on: 'day' }],
    ['registrations_history', { registration_id, school_code }],
    numbers,
    ...keys(`'person:' || ${person_id}`, `'person-contact:' || ${person_id}`),
    ...issued,
    ...handled('013', 'enrolment.applications.v1', application_id),
  ],
  certificates: [
    ['certificates', { ...graduate, certificate_id, certificate_no, issue_date: 'day' }],
    ['certificates_history', { certificate_id, school_code }],
    ...keys(`'certificate:' || ${certificate_id}`),
    ...graduated,
  ],
  'certificate-lookup': Object.entries(IN_LOOKUP),
  employment: [
    ['cases', { ...graduate, approved_on: 'day' }],
    ['cases_history', { registration_id, school_code }],
    numbers,
    ...graduated,
    ...issued,
  ],
};

/** Certificates of earlier years, up to `wanted` of `total`, with all that the four services keep of them. */
export async function fillEarlier(
  databases: Databases,
  { there, wanted, total }: { there: number; wanted: number; total: number },
): Promise<void> {
  for (let from = there; from < wanted; from += AT_ONCE) {
    const end = Math.min(wanted, from + AT_ONCE);
    await Promise.all(
      Object.entries(KEPT).map(async ([service, tables]) => {
        const client = databases[service as ServiceName];
        for (const [table, own] of tables)
          await load(client, async () => {
            const sql = await copyStatement(client, table, own, certificatesOf(total));
            await client.query(sql, [from, end]);
          });
      }),
    );
    progress(`  ${end} earlier certificates`);
  }
  await settle(databases);
}
