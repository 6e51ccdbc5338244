import { v7 as uuidv7 } from 'uuid';
import { PersonVault } from '../../dist/apps/student-records/src/persons/person-vault.js';
import { residentCheck, usccCheck } from '../../dist/libs/national-codes/src/index.js';
import { Sealer } from '../../dist/libs/security/src/index.js';
import { chunksOf } from '../../deploy/local/cohort/groups.ts';

/** A number holds five digits for the serial, so one school has at most 99,999 certificates a year. */
export const SCHOOLS = ['B001', 'B002', 'B003', 'B004'];
const DAYS = 28 * 12 * 20;

/** Keys as Secrets holds them, as {@link Sealer} takes them. */
export function sealerOf({ current, keys, index }) {
  const bytes = Object.entries(keys).map(([name, key]) => [name, Buffer.from(key, 'base64')]);
  return new Sealer({
    SEALING_KEYS: { current, keys: Object.fromEntries(bytes), index: Buffer.from(index, 'base64') },
  });
}

/**
 * Students on record, written straight into the tables of student records: to bring that many through enrolment would
 * take longer than what is measured. Their ID numbers are sealed as the service does it, since it opens them again.
 * @param {import('pg').Client} client of the database of student records
 * @param {object} sealingKeys of student records
 * @returns {Promise<{ school: string, registrationId: string }[]>}
 */
export async function insertStudents(client, sealingKeys, count) {
  await insertSchools(client);
  const vault = new PersonVault(sealerOf(sealingKeys));
  // Earlier certificates are of other schools, so this index knows how many students there have been.
  const { rows } = await client.query('select count(*)::int from registrations where school_code = any($1)', [
    SCHOOLS,
  ]);
  const from = rows[0].count;
  const students = Array.from({ length: count }, (_, n) => studentOf(from + n, vault));
  for (const some of chunksOf(students, 2_000)) {
    await insert(client, 'persons', some.map(({ person }) => person)); // prettier-ignore
    await insert(client, 'data_keys', some.flatMap(({ keys }) => keys)); // prettier-ignore
    await insert(client, 'registrations', some.map(({ registration }) => registration)); // prettier-ignore
  }
  return students.map(({ registration }) => ({
    school: registration.school_code,
    registrationId: registration.registration_id,
  }));
}

async function insertSchools(client) {
  const rows = SCHOOLS.map((code, n) => ({
    school_code: code,
    uscc: `1250000045040000${n}${usccCheck(`1250000045040000${n}`)}`,
    name: `样例技师学院${code}`,
    school_type: 'TECHNICIAN_COLLEGE',
    authority_code: '500000',
    authority_tier: 'CITY',
    status: 'ACTIVE',
    version: 1,
  }));
  await insert(client, 'schools', rows);
}

/** Past the triggers: these rows have no history. Another state of the project may lack some of the columns. */
async function insert(client, table, rows) {
  const { rows: found } = await client.query(
    'select column_name as name from information_schema.columns where table_name = $1 and column_name = any($2)',
    [table, Object.keys(rows[0])],
  );
  const columns = found.map(({ name }) => name).join(', ');
  await client.query('begin; set local session_replication_role = replica');
  await client.query(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  await client.query('commit');
}

function studentOf(n, vault) {
  const personId = uuidv7();
  const { row: person, keys } = vault.sealed(personId, personOf(n));
  return { person, keys, registration: registrationOf(n, personId) };
}

const two = (number) => String(number).padStart(2, '0');

function personOf(n) {
  const day = two(1 + (n % 28));
  const month = two(1 + (Math.floor(n / 28) % 12));
  const year = 1990 + (Math.floor(n / (28 * 12)) % 20);
  const sequence = 900 + Math.floor(n / DAYS);
  if (sequence > 999) throw new Error('There are no more ID numbers.');
  const digits = `500103${year}${month}${day}${sequence}`;
  return {
    name: `样例${n}`,
    idType: 'RESIDENT_ID',
    idNumber: digits + residentCheck(digits),
    sex: sequence % 2 ? '1' : '2',
    birthDate: `${year}-${month}-${day}`,
    phone: '13900000000',
    ethnicity: '汉族',
  };
}

function registrationOf(n, personId) {
  return {
    registration_id: uuidv7(),
    person_id: personId,
    application_id: uuidv7(),
    school_code: SCHOOLS[n % SCHOOLS.length],
    state: 'ACTIVE',
    version: 2,
    offering_id: personId,
    plan_line_id: personId,
    year: 2023,
    season: 'AUTUMN',
    source_type: 'SENIOR_CURRENT',
    tags: [],
    channel: 'ONLINE',
    scope: 'IN_CITY',
    study_mode: 'FULL_TIME',
    level: 'SENIOR',
    programme_type: 'REGULAR',
    prior_education: '高中',
    catalogue_version: '2022', // as it was called before `major_catalogue_version`
    major_catalogue_version: '2022',
    major_code: '0106-4',
    major_name: '样例专业',
    start_on: '2023-09-01',
    duration_months: 36,
    checked_in_on: '2023-09-01',
    submitted_by: 'bench',
    submitted_at: new Date().toISOString(),
    identity_mismatch: false,
    student_no: `2023B${String(n).padStart(7, '0')}`,
    approved_by: 'officer',
    approved_at: new Date().toISOString(),
    leaves_taken: 0,
  };
}

/** Groups of `size` students of one school each. */
export function groupsOf(students, size) {
  return [...Map.groupBy(students, ({ school }) => school)].flatMap(([school, some]) =>
    chunksOf(some, size).map((group) => ({
      school,
      registrationIds: group.map(({ registrationId }) => registrationId),
    })),
  );
}
