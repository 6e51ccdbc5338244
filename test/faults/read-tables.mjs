import pg from 'pg';
import { serviceNames } from '../../deploy/local/service-list.mjs';

const SCHOOLS = 'select school_code, status, version from schools';

/** What is read of each service, by the name under which the checks find it. */
const OWN = {
  enrolment: {
    applications: 'select application_id, state, registration_id, student_no, plan_line_id from applications',
    admissions: 'select application_id from live_admissions',
    schools: SCHOOLS,
    lines: 'select plan_line_id, reserved, used from plan_lines',
  },
  'student-records': {
    registrations: 'select registration_id, application_id, student_no, state, version from registrations',
    copies: 'select certificate_no, registration_id, status, version from registration_certificates',
    schools: SCHOOLS,
  },
  certificates: {
    certificates: 'select certificate_no, registration_id, status, version from certificates',
    schools: SCHOOLS,
  },
  employment: {
    cases: 'select registration_id, state from cases',
    copies: 'select certificate_no, registration_id, status, version from case_certificates',
    schools: SCHOOLS,
  },
  'certificate-lookup': { copies: 'select certificate_no, status, version from entries' },
};

const OF_EACH = {
  // The trial on a cluster changes the name of the column while services run (test/cluster/versions.mjs).
  inbox: `select event_id, coalesce(row ->> 'noted_at', row ->> 'handled_at')::timestamptz as handled_at
            from (select event_id, to_jsonb(inbox) as row from inbox) as inbox`,
  parked: `select topic, partition, record_offset::text as offset, reason, headers ->> 'ce_id' as event_id,
             resolution from dead_letters`,
  waiting: 'select count(*)::int as rows from outbox',
};

/**
 * @param {string[]} [names] of what is read; all
 * @returns {Promise<Record<string, Record<string, object[]>>>} rows by service and name
 */
export async function readTables(world, names) {
  const tables = {};
  for (const service of serviceNames) tables[service] = await read(world.databaseOf(service), service, names);
  return tables;
}

async function read(connectionString, service, names) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // the query that it ends says so
  await client.connect();
  const rows = {};
  for (const [name, sql] of Object.entries({ ...OWN[service], ...OF_EACH }))
    if (!names || names.includes(name)) rows[name] = (await client.query(sql)).rows;
  await client.end();
  return rows;
}
