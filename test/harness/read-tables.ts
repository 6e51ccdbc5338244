import pg from 'pg';
import { serviceNames } from '../../deploy/local/service-list.mjs';
import type { RunningSystem } from './running-system.ts';

const SCHOOLS = 'select school_code, status, version from schools';

/** What is read of each service, by the name under which the checks find it. */
const OWN: Record<string, Record<string, string>> = {
  enrolment: {
    applications: `select application_id, state, registration_id, student_no, plan_line_id, name,
                     id_number_index as person
                     from applications`,
    admissions: 'select application_id, person_index as person from live_admissions',
    releases: `select application_id, version from applications_history where data ? 'admitted_at'
                 and state in ('DECLINED', 'CANCELLED', 'NO_SHOW', 'RETURNED')`,
    schools: SCHOOLS,
    lines: `select plan_line_id, reserved, used, exists (select from season_calendars calendar
              where calendar.year = plan_lines.year and calendar.season = plan_lines.season
                and check_in_deadline < (now() at time zone 'Asia/Shanghai')::date) as is_over from plan_lines`,
    imports: `select import_id, state, committed_rows as committed, (select count(*)::int from applications stored
                where stored.import_id = import_jobs.import_id) as stored from import_jobs`,
  },
  'student-records': {
    registrations: `select registration_id, application_id, student_no, state, registrations.version, persons.name,
                      coalesce(holder_id, registrations.person_id) as holder,
                      case when transferred_from_school is not null then previous_registration_id end as transferred_from,
                      exists (select from early_leavings leaving where leaving.registration_id = registrations.registration_id
                         and reversed_at is null) as left_early,
                      (select count(*)::int from registrations_history entry where entry.registration_id = registrations.registration_id) as entries,
                      exists (select from registrations_history entry
                         where entry.registration_id = registrations.registration_id and entry.version = registrations.version
                           and data = jsonb_strip_nulls(to_jsonb(registrations) - '{stated_identity,former_persons_sealed,stated_person_sealed}'::text[])) as agrees
                    from registrations join persons on persons.person_id = coalesce(holder_id, registrations.person_id)`,
    transfers: `select transfer_id as id, registration_id, state, new_registration_id,
                  effective_on <= (now() at time zone 'Asia/Shanghai')::date as is_due from transfers`,
    identities: 'select change_id as id, state from identity_changes',
    aliases: 'select person_id from person_aliases',
    copies: 'select certificate_no, registration_id, status, version from registration_certificates',
    changes: `select change_id as id, state, effective_on <= (now() at time zone 'Asia/Shanghai')::date as is_due,
                (select count(*)::int from registrations_history entry where happened = 'apply-status-change'
                   and entry.registration_id = status_changes.registration_id
                   and data ->> 'last_change_id' = change_id::text) as applied from status_changes`,
    schools: SCHOOLS,
  },
  certificates: {
    certificates: 'select certificate_no, registration_id, status, version from certificates',
    schools: SCHOOLS,
  },
  employment: {
    cases: 'select registration_id, state, name from cases',
    copies: 'select certificate_no, registration_id, status, version from registration_certificates',
    schools: SCHOOLS,
  },
  'certificate-lookup': { copies: 'select certificate_no, status, version from entries' },
};

/** A row, by its columns. */
export type Row = Record<string, any>;

/** Rows by service and name. */
export type Tables = Record<string, Record<string, Row[]>>;

const OF_EACH: Record<string, string> = {
  // The trial on a cluster changes the name of the column while services run (test/cluster/versions.ts).
  inbox: `select event_id, coalesce(row ->> 'noted_at', row ->> 'handled_at')::timestamptz as handled_at
            from (select event_id, to_jsonb(inbox) as row from inbox) as inbox`,
  parked: `select topic, partition, record_offset::text as offset, reason, headers ->> 'ce_id' as event_id,
             resolution from dead_letters`,
  waiting: 'select count(*)::int as rows from outbox',
  jobs: `select job_id, kind, state, steps, due_at <= now() as is_due, payload #>> '{run,asOf}' as as_of from jobs`,
};

/** @param names of what is read; all */
export async function readTables(system: RunningSystem, names?: string[]): Promise<Tables> {
  const tables: Tables = {};
  for (const service of serviceNames)
    tables[service] = await read(system.databaseOf(service), service, names);
  return tables;
}

async function read(connectionString: string, service: string, names?: string[]) {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // the query that it ends says so
  await client.connect();
  const rows: Record<string, Row[]> = {};
  for (const [name, sql] of Object.entries({ ...OWN[service], ...OF_EACH }))
    if (!names || names.includes(name)) rows[name] = (await client.query(sql)).rows;
  await client.end();
  return rows;
}
