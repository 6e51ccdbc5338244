import { admitAndCheckIn, applicationsOf, importApplicants } from './admit.mjs';
import { apiOf } from './api.mjs';
import { approvalsIn, journeyOf, readEvents } from './events.mjs';
import { graduate } from './graduate.mjs';
import { loadCity } from './load-city.mjs';
import { countsOf, isGraduate, levelled, outcomesOf } from './outcomes.mjs';
import { Refusals } from './refusals.mjs';
import { register, registrationsOf } from './register.mjs';
import { reportOf } from './report.mjs';
import { revokeThree } from './revoke.mjs';
import { percentile, visibilityTimes } from './statistics.mjs';
import { until } from './until.mjs';

/**
 * The main job of `npm start`: takes a file of applicants from application to employment, through the public APIs and
 * as the registrars would. Every step does what is still to do, so a second start goes on, or shows the cohort again.
 */
export async function runCohort({ endpoints, tokenFor, applicantsFile, progress }) {
  const api = apiOf({ endpoints, tokenFor });
  const refusals = new Refusals();
  const tools = { progress, refusals };
  const city = await loadCity(api, tools);
  const job = await importApplicants(api, { applicantsFile, progress });
  const applications = await admitAndCheckIn(api, job.importId, tools);
  const registered = await register(api, applications, tools);
  const approvedAt = await graduate(api, registered, tools);
  const outcomes = await untilOutcomes(api, applications, tools);
  const sample = samplePerson(applications, await registrationsOf(api, applications));
  await revokeThree(api, applications, sample?.applicationId, tools);
  progress('reading the events');
  const events = await readEvents(endpoints.servers.kafka.brokers, tools);
  const approvals = new Map([...approvalsIn(events), ...approvedAt]);
  const times = visibilityTimes(outcomes, approvals);
  const summary = await summaryOf(api, { job, city, refusals, times, events, sample });
  console.log(reportOf(summary, onThisMachine(endpoints.services['certificate-lookup'].url)));
  return summary;
}

/** For a browser: in compose the host of an address is a name that only the containers can resolve. */
const onThisMachine = (url) => url.replace(/(?<=\/\/)[^:]+/, '127.0.0.1');

/** Waits until every graduate has a certificate that can be looked up, and a case. */
async function untilOutcomes(api, applications, { progress }) {
  let outcomes;
  await until('graduates with certificate, lookup entry and case', async () => {
    const registrations = await registrationsOf(api, applications);
    outcomes = await outcomesOf(api, registrations);
    const { graduated, issued, visible, cases } = countsOf(registrations, outcomes);
    return { seen: Math.min(issued, visible, cases), wanted: graduated };
  }, { progress }); // prettier-ignore
  progress(
    `certificates issued and visible in the lookup: ${outcomes.entries.length}; cases: ${outcomes.cases.length}`,
  );
  return outcomes;
}

/** Somebody whose name is easily broken on the way, if there is one. */
function samplePerson(applications, registrations) {
  const graduates = new Map(
    registrations.filter(({ state }) => state === 'GRADUATED').map((each) => [each.applicationId, each]),
  );
  const among = applications.filter(({ applicationId }) => graduates.has(applicationId));
  const chosen =
    among.find(({ name }) => name === '阿依·买买提') ??
    among.find(({ name }) => name.includes('·')) ??
    among[0];
  return chosen && { ...chosen, registrationId: graduates.get(chosen.applicationId).registrationId };
}

async function summaryOf(api, { job, city, refusals, times, events, sample }) {
  const applications = await applicationsOf(api, job.importId);
  const registrations = await registrationsOf(api, applications);
  const outcomes = await outcomesOf(api, registrations);
  const later = countsOf(registrations, outcomes);
  const certificateNo =
    sample &&
    outcomes.certificates.find((each) => each.registrationId === sample.registrationId)?.certificateNo;
  return {
    ok: later.graduated > 0 && levelled(later),
    knownBefore: job.known,
    city,
    import: { rows: job.rows, valid: job.valid, refused: job.refused, errors: job.errors },
    counts: {
      applications: applications.length,
      admitted: applications.filter(({ planLineId }) => planLineId).length,
      checkedIn: applications.filter(({ checkedInOn }) => checkedInOn).length,
      approved: registrations.filter((each) => each.state === 'ACTIVE' || isGraduate(each)).length,
      ...later,
    },
    refusals: refusals.list,
    visible: { measured: times.length, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) },
    journey: sample && { name: sample.name, events: journeyOf(events, { ...sample, certificateNo }) },
    tryInLookup: certificateNo && { certificateNo, name: sample.name },
  };
}
