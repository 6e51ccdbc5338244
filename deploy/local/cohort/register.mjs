import { chunksOf } from './groups.mjs';
import { until } from './until.mjs';

/** The registrations of these applications. */
export async function registrationsOf(api, applications) {
  const byId = new Map(applications.map((each) => [each.applicationId, each]));
  const all = await api('student-records', 'city-officer').all('/registrations');
  return all
    .filter(({ applicationId }) => byId.has(applicationId))
    .map((each) => ({ ...each, importRow: byId.get(each.applicationId).importRow }))
    .sort((one, other) => one.importRow - other.importRow);
}

/** 注册: waits for the registrations that check-in brings about; the city approves them. */
export async function register(api, applications, { progress, refusals }) {
  const checkedIn = applications.filter(({ state }) =>
    ['CHECKED_IN', 'REGISTERED', 'RETURNED'].includes(state),
  );
  await until('registrations', async () => ({
    seen: (await registrationsOf(api, checkedIn)).length,
    wanted: checkedIn.length,
  }), { progress }); // prettier-ignore
  progress(`registrations in student records: ${checkedIn.length}`);
  const officer = api('student-records', 'city-officer');
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
