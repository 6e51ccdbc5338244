import type { DataOf, IdentityCorrected, RegistrationTakenOver } from '#contracts';
import type { Transaction } from '#database';
import type { Received } from '#messaging';
import type { Sealer } from '#security';
import { endsStudy, type RegistrationNews } from '../domain/following.js';
import { personIndex } from './applications.js';
import { moveFormerStudies, noteFormerStudies } from './former-studies.js';
import { movePersons, reclaimPersons, releasePersons } from './live-admissions.js';

/** 接管存量: persons who study by a record of before the system. No application stands behind it, and its id is its own. */
interface TakenOver extends Record<string, unknown> {
  readonly application_id: string;
  readonly registration_id: string;
  readonly school_code: string;
  readonly person_index: string | null;
  readonly ended_as: NonNullable<RegistrationNews['state']> | null;
  readonly ended_on: string | null;
  readonly deceased_on: string | null;
}

/** Holds the persons; who is admitted at this moment holds one more place. */
export async function holdTakenOver(
  tx: Transaction,
  sealer: Sealer,
  events: readonly Received<typeof RegistrationTakenOver>[],
): Promise<void> {
  const told = new Map(events.map((event) => [event.data.applicationId, event]));
  const rows = [...told.values()].map(({ data, version }) => ({
    application_id: data.applicationId,
    registration_id: data.registrationId,
    registration_version: version,
    school_code: data.schoolCode,
    person_index: personIndex(sealer, data.identity),
  }));
  const held = await tx.query<TakenOver>(
    `insert into taken_over_studies as known
     select * from json_populate_recordset(null::taken_over_studies, $1) order by application_id
     on conflict (application_id) do update set person_index = excluded.person_index where known.person_index is null
     returning *`,
    [JSON.stringify(rows)],
  );
  await settle(tx, held);
}

/** What student records says of records that are no application's, also before it says that they were taken over. */
export async function followTakenOver(
  tx: Transaction,
  news: readonly (RegistrationNews & { readonly applicationId: string; readonly schoolCode: string })[],
): Promise<void> {
  if (news.length === 0) return;
  const rows = news.map(({ applicationId, registrationId, version, schoolCode, state, on, diedOn }) => ({
    application_id: applicationId,
    registration_id: registrationId,
    registration_version: version,
    school_code: schoolCode,
    ...(endsStudy(state) && {
      ended_as: state,
      ended_on: on,
      deceased_on: state === 'DECEASED' ? on : diedOn,
    }),
  }));
  const followed = await tx.query<TakenOver>(
    `insert into taken_over_studies as known
     select * from json_populate_recordset(null::taken_over_studies, $1) order by application_id
     on conflict (application_id) do update set registration_id = excluded.registration_id,
       registration_version = excluded.registration_version, school_code = excluded.school_code,
       ended_as = excluded.ended_as, ended_on = excluded.ended_on,
       deceased_on = case when excluded.ended_as is null or known.application_id = any($2) then null
         else coalesce(excluded.deceased_on, known.deceased_on) end
     where known.registration_id < excluded.registration_id
       or known.registration_id = excluded.registration_id and known.registration_version < excluded.registration_version
     returning *`,
    [
      JSON.stringify(rows),
      news.filter(({ diedOn }) => diedOn === null).map(({ applicationId }) => applicationId),
    ],
  );
  await settle(tx, followed);
}

async function settle(tx: Transaction, rows: readonly TakenOver[]): Promise<void> {
  const studies = rows.flatMap((row) =>
    row.person_index === null
      ? []
      : {
          applicationId: row.application_id,
          registrationId: row.registration_id,
          schoolCode: row.school_code,
          idNumberIndex: row.person_index,
          endedAs: row.ended_as!,
          endedOn: row.ended_on!,
          deceasedOn: row.deceased_on ?? undefined,
        },
  );
  const ended = studies.filter(({ endedAs }) => endedAs !== null);
  const living = studies.filter(({ endedAs }) => endedAs === null);
  if (living.length > 0) await reclaimPersons(tx, living);
  if (ended.length > 0) await releasePersons(tx, ended.map(({ applicationId }) => applicationId)); // prettier-ignore
  await noteFormerStudies(tx, ended, living);
}

/** 身份信息更正: they are held by the document that they have by now. */
export async function moveTakenOver(
  tx: Transaction,
  sealer: Sealer,
  corrected: readonly DataOf<typeof IdentityCorrected>[],
): Promise<void> {
  const last = [...new Map(corrected.map((each) => [each.applicationId, each])).values()];
  const moved = await tx.query<{ application_id: string; registration_id: string; person_index: string }>(
    `update taken_over_studies set person_index = study.person_index
     from unnest($1::uuid[], $2::text[]) as study (application_id, person_index)
     where taken_over_studies.application_id = study.application_id and taken_over_studies.person_index is not null
     returning taken_over_studies.*`,
    [
      last.map(({ applicationId }) => applicationId),
      last.map(({ identities }) => personIndex(sealer, identities.new)),
    ],
  );
  if (moved.length === 0) return;
  const studies = moved.map((row) => ({
    applicationId: row.application_id,
    registrationId: row.registration_id,
    idNumberIndex: row.person_index,
  }));
  await movePersons(tx, studies);
  await moveFormerStudies(tx, studies);
}

/** Of erased persons nothing is held any more. */
export async function forgetTakenOver(tx: Transaction, applicationIds: readonly string[]): Promise<void> {
  if (applicationIds.length === 0) return;
  await tx.query(
    `with gone as (delete from taken_over_studies where application_id = any($1) returning application_id, registration_id),
     released as (delete from live_admissions using gone where live_admissions.application_id = gone.application_id)
     delete from former_studies using gone where former_studies.registration_id = gone.registration_id`,
    [applicationIds],
  );
}
