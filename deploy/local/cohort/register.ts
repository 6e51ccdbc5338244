import type { Tools } from './admit.ts';
import type { Api, Application, Registration } from './api.ts';
import { chunksOf } from './groups.ts';
import { until } from './until.ts';

/** A registration, and the row of the file that it goes back to. */
export type Imported = Registration & { importRow: number };

/** The registrations of these applications. */
export async function registrationsOf(api: Api, applications: Application[]): Promise<Imported[]> {
  const rows = new Map(applications.map((each) => [each.applicationId, each.importRow]));
  const all = await api('student-records', 'city-officer').all<Registration>('/registrations');
  return all
    .flatMap((each) => {
      const importRow = rows.get(each.applicationId);
      return importRow === undefined ? [] : { ...each, importRow };
    })
    .sort((one, other) => one.importRow - other.importRow);
}

/** 注册: waits for the registrations that check-in brings about; the city approves them. */
export async function register(
  api: Api,
  applications: Application[],
  { progress, refusals }: Tools,
): Promise<Imported[]> {
  const checkedIn = applications.filter(({ state }) =>
    ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED', 'RETURNED'].includes(state),
  );
  await until('registrations', async () => ({
    seen: (await registrationsOf(api, checkedIn)).length,
    wanted: checkedIn.length,
  }), { progress }); // prettier-ignore
  progress(`registrations in student records: ${checkedIn.length}`);
  // Another than who imported the applications: four eyes.
  const officer = api('student-records', 'city-officer', undefined, 'registrations');
  const submitted = (await registrationsOf(api, checkedIn)).filter(({ state }) => state === 'SUBMITTED');
  let accepted = 0;
  for (const some of chunksOf(submitted)) {
    const body = { registrationIds: some.map(({ registrationId }) => registrationId) };
    const outcome = await officer.post('/registrations/batch-approve', body);
    accepted += outcome.accepted;
    refusals.add('注册 registration', outcome.refused);
  }
  progress(`registrations approved: ${accepted}`);
  return registrationsOf(api, checkedIn);
}
