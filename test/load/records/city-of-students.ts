import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { readSettings } from '#runtime';
import { Sealer } from '#security';
import type * as persons from '../../../apps/student-records/src/persons/person-vault.ts';
import { chunksOf } from '../../../deploy/local/cohort/groups.ts';
import { idNumber, nameOf } from '../../harness/applicants.ts';
import { built } from '../command.ts';
import { load } from '../databases.ts';

export const SCHOOLS = 41;
const REGIONS = ['500101', '500103', '500105', '500112', '500233'];

/**
 * The register of a city of so many students, of whom a fifth entered in each of five years. Who entered three years ago or later
 * studies, the others have graduated; one in twenty was on leave for half a year. Persons are sealed by the code of the
 * service, which opens them again; registrations and history are made of them in the database.
 */
export async function fillRegister(client: pg.Client, settings: Record<string, string>, students: number) {
  const { PersonVault } = await built<typeof persons>('apps/student-records/src/persons/person-vault.js');
  const vault = new PersonVault(new Sealer(readSettings(settings)));
  await client.query(
    `insert into schools (school_code, uscc, name, school_type, authority_code, authority_tier, status, version)
     select 'R' || n, '1250000045040000A' || n % 10, '样例' || n, 'TECHNICIAN_COLLEGE', '5001' || n % 5, 'CITY', 'ACTIVE', 1
     from generate_series(1, $1) n`,
    [SCHOOLS],
  );
  for (const some of chunksOf(
    Array.from({ length: students }, (_, n) => n),
    5_000,
  )) {
    const people = some.map((n) => vault.sealed(uuidv7(), personOf(n)));
    await insert(client, 'persons', people.map(({ row }) => row)); // prettier-ignore
    await insert(client, 'data_keys', people.flatMap(({ keys }) => keys)); // prettier-ignore
  }
  await load(client, () => client.query(REGISTRATIONS, [students, SCHOOLS]));
  await load(client, () => client.query(HISTORY));
  await client.query('vacuum (analyze)');
  const began = performance.now();
  await client.query(LEDGER);
  await client.query('vacuum (analyze) registration_movements');
  return { ledgerSeconds: Math.round((performance.now() - began) / 1_000) };
}

const insert = (client: pg.Client, table: string, rows: object[]) => {
  const columns = Object.keys(rows[0]!).join(', ');
  return load(client, () =>
    client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    ),
  );
};

function personOf(n: number) {
  const number = idNumber(n);
  return {
    name: nameOf(n),
    idType: 'RESIDENT_ID',
    idNumber: number,
    sex: n % 2 ? '1' : '2',
    birthDate: number.slice(6, 14).replace(/(....)(..)(..)/, '$1-$2-$3'),
    hukouRegion: REGIONS[n % REGIONS.length]!,
  } as const;
}

const REGISTRATIONS = `
  insert into registrations (registration_id, person_id, application_id, school_code, state, version, offering_id, plan_line_id,
    year, season, source_type, tags, channel, scope, study_mode, level, programme_type, prior_education, major_catalogue_version,
    major_code, major_name, start_on, duration_months, checked_in_on, submitted_by, submitted_at, identity_mismatch, student_no,
    approved_by, approved_at, leaves_taken, graduated_on, graduation_batch_id)
  select gen_random_uuid(), person_id, gen_random_uuid(), 'R' || 1 + n % $2, case when year < 2023 then 'GRADUATED' else 'ACTIVE' end,
    2 + case when year < 2023 then 1 else 0 end + case when n % 20 = 0 then 2 else 0 end, person_id, person_id,
    year, 'AUTUMN', (array['JUNIOR_CURRENT', 'SENIOR_CURRENT', 'ENTERPRISE_EMPLOYEE'])[1 + n % 3], '{}', 'ONLINE', 'IN_CITY',
    case when n % 8 = 0 then 'PART_TIME' else 'FULL_TIME' end, (array['SENIOR', 'INTERMEDIATE', 'TECHNICIAN'])[1 + n % 3], 'REGULAR',
    '初中', '2022', 'M' || n % 182, '样例专业', make_date(year, 9, 1), 36, make_date(year, 9, 1), 'bench', make_date(year, 9, 1), false,
    year || 'R' || lpad(n::text, 7, '0'), 'officer', make_date(year, 10, 15), 0,
    case when year < 2023 then make_date(year + 3, 6, 30) end, case when year < 2023 then gen_random_uuid() end
  from (select person_id, n, 2021 + n * 5 / $1::int as year
        from (select person_id, (row_number() over (order by person_id) - 1)::int as n from persons) numbered) entered`;

/** Submitted, approved, perhaps on leave and back, perhaps graduated. */
const HISTORY = `
  insert into registrations_history (registration_id, version, school_code, state, happened, effective_on, recorded_at, actor, data)
  select registration_id, row_number() over (partition by registration_id order by step.recorded), school_code, step.state, step.happened, step.on_day, step.recorded,
    'bench', jsonb_strip_nulls(to_jsonb(registrations)) || jsonb_build_object('state', step.state)
  from registrations cross join lateral (values
    ('SUBMITTED', 'submit-registrations', start_on, start_on + 1, true),
    ('ACTIVE', 'approve-registrations', start_on, start_on + 45, true),
    ('ON_LEAVE', 'apply-status-change', start_on + 200, start_on + 201, version in (4, 5)),
    ('ACTIVE', 'apply-status-change', start_on + 380, start_on + 381, version in (4, 5)),
    ('GRADUATED', 'graduate-registrations', graduated_on, graduated_on + 5, graduated_on is not null)
  ) step (state, happened, on_day, recorded, so) where so`;

/** As the migration does for what is there already. */
const LEDGER = `
  do $$
  begin
    perform set_config('jiangtu.scope', 'all', true);
    for each_version in 1 .. (select max(version) from registrations_history) loop
      perform add_movements(array_agg(registration_id), array_agg(version))
        from registrations_history where version = each_version;
    end loop;
  end $$`;
