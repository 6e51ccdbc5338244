import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { readSettings } from '#runtime';
import { Sealer } from '#security';
import { chunksOf } from '../../deploy/local/cohort/groups.ts';
import { idNumber, nameOf } from '../harness/applicants.ts';
import { schoolOf } from '../harness/students.ts';
import type * as persons from '../../apps/student-records/src/persons/person-vault.ts';
import type * as declared from '../../apps/student-records/src/registrations/registrations.ts';
import { built } from './command.ts';
import { load } from './databases.ts';

/** A number holds five digits for the serial, so one school has at most 99,999 certificates a year. */
const SCHOOLS = ['B001', 'B002', 'B003', 'B004'];

/** Students of one school who graduate together. */
export interface Graduates {
  school: string;
  registrationIds: string[];
}

interface Records {
  /** of the database of student records */
  client: pg.Client;
  /** environment of the service */
  settings: Record<string, string>;
  /** folder of the build that reads the rows */
  checkout?: string;
}

/**
 * Students on record, written straight into the tables of student records: to bring that many through enrolment would
 * take longer than what is measured. Their ID numbers are sealed by the service's own code, since it opens them again.
 * @returns them in groups of `size`
 */
export async function insertStudents(
  { client, settings, checkout }: Records,
  count: number,
  size: number,
): Promise<Graduates[]> {
  const service = 'apps/student-records/src';
  const { PersonVault } = await built<typeof persons>(`${service}/persons/person-vault.js`, checkout);
  const { registrations } = await built<typeof declared>(`${service}/registrations/registrations.js`);
  const vault = new PersonVault(new Sealer(readSettings(settings)));
  await insert(client, 'schools', SCHOOLS.map(schoolRow));
  // Earlier certificates are of other schools, so this index knows how many students there have been.
  const before = 'select count(*)::int from registrations where school_code = any($1)';
  const from: number = (await client.query(before, [SCHOOLS])).rows[0].count;
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  const groups = new Map(SCHOOLS.map((school) => [school, [] as string[]]));
  for (const some of chunksOf(numbers, 2_000)) {
    const students = some.map(activeStudent);
    const people = students.map(({ personId }, at) => vault.sealed(personId, personOf(some[at]!)));
    // `catalogue_version`: as an earlier state of the project has it.
    const rows = students.map((each) => ({ ...registrations.rowOf(each), catalogue_version: '2022' }));
    await insert(client, 'persons', people.map(({ row }) => row)); // prettier-ignore
    await insert(client, 'data_keys', people.flatMap(({ keys }) => keys)); // prettier-ignore
    await insert(client, 'registrations', rows);
    for (const { schoolCode, registrationId } of students) groups.get(schoolCode)!.push(registrationId);
  }
  await client.query('analyze persons, registrations');
  return [...groups].flatMap(([school, all]) =>
    chunksOf(all, size).map((registrationIds) => ({ school, registrationIds })),
  );
}

/** Past the triggers: these rows have no history. Another state of the project may lack some of the columns. */
async function insert(client: pg.Client, table: string, rows: object[]) {
  const { fields } = await client.query(`select * from ${table} limit 0`);
  const columns = fields.map(({ name }) => name).filter((name) => name in rows[0]!);
  const sql = `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')}
    from json_populate_recordset(null::${table}, $1) on conflict do nothing`;
  await load(client, () => client.query(sql, [JSON.stringify(rows)]));
}

function schoolRow(code: string, n: number) {
  const { uscc, name, schoolType, authorityCode, authorityTier } = schoolOf(code, `45040000${n}`);
  return {
    school_code: code,
    uscc,
    name,
    school_type: schoolType,
    authority_code: authorityCode,
    authority_tier: authorityTier,
    status: 'ACTIVE',
    version: 1,
  };
}

function personOf(n: number) {
  const number = idNumber(n);
  return {
    name: nameOf(n),
    idType: 'RESIDENT_ID',
    idNumber: number,
    sex: '2',
    birthDate: number.slice(6, 14).replace(/(....)(..)(..)/, '$1-$2-$3'),
    phone: '13900000000',
    ethnicity: '汉族',
  } as const;
}

function activeStudent(n: number) {
  const personId = uuidv7();
  const now = new Date().toISOString();
  return {
    registrationId: uuidv7(),
    personId,
    applicationId: uuidv7(),
    schoolCode: SCHOOLS[n % SCHOOLS.length]!,
    state: 'ACTIVE',
    version: 2,
    offeringId: personId,
    planLineId: personId,
    year: 2023,
    season: 'AUTUMN',
    sourceType: 'SENIOR_CURRENT',
    tags: [] as string[],
    channel: 'ONLINE',
    scope: 'IN_CITY',
    studyMode: 'FULL_TIME',
    level: 'SENIOR',
    programmeType: 'REGULAR',
    priorEducation: '高中',
    major: { catalogueVersion: '2022', majorCode: '0106-4', name: '样例专业' },
    startOn: '2023-09-01',
    durationMonths: 36,
    checkedInOn: '2023-09-01',
    submittedBy: 'bench',
    contributors: [] as string[],
    submittedAt: now,
    identityMismatch: false,
    studentNo: `2023B${String(n).padStart(7, '0')}`,
    approvedBy: 'officer',
    approvedAt: now,
    leavesTaken: 0,
  } as const;
}
