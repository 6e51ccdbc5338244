import { readFileSync } from 'node:fs';
import type { Endpoints } from '../endpoints.ts';
import { root } from '../paths.mjs';
import { admit, applicationsOf, checkIn, importApplicants, inState, type Tools } from './admit.ts';
import { type Api, apiOf, type Application, type Registration, type TokenFor } from './api.ts';
import { type Changed, changeRecords } from './changes.ts';
import { approvalsIn, journeyOf, readEvents, type TopicEvent } from './events.ts';
import { graduate } from './graduate.ts';
import { type City, type CityCounts, loadCity } from './load-city.ts';
import { goOn } from './next-stage.ts';
import { countsOf, allAgree, type Outcomes, outcomesOf } from './outcomes.ts';
import { Refusals } from './refusals.ts';
import { type Imported, register, registrationsOf } from './register.ts';
import { reportOf } from './report.ts';
import { revokeThree } from './revoke.ts';
import { percentile, visibilityTimes } from './statistics.ts';
import { TRANSFERRED } from './transfer.ts';
import { type Progress, until } from './until.ts';
import { acceptOffers, declineForWaiting, noteNoShows, withdrawSome } from './ways-out.ts';

/**
 * The main job of `npm start`: takes a file of applicants from application to employment, through the public APIs and
 * as the registrars would. Every step does what is still to do, so a second start goes on, or shows the cohort again.
 */
export async function runCohort({
  endpoints,
  tokenFor,
  applicantsFile,
  progress,
}: {
  endpoints: Endpoints;
  tokenFor: TokenFor;
  applicantsFile: string;
  progress: Progress;
}): Promise<Summary> {
  const api = apiOf({ endpoints, tokenFor });
  const refusals = new Refusals();
  const tools = { progress, refusals };
  const invented: City = JSON.parse(readFileSync(`${root}deploy/local/sample/city.json`, 'utf8'));
  const city = await loadCity(api, invented, tools);
  const job = await importApplicants(api, { applicantsFile, progress });
  const { importId } = job;
  await withdrawSome(api, importId, tools);
  await admit(api, importId, tools);
  await declineForWaiting(api, importId, tools);
  const applications = await checkIn(api, importId, tools);
  await noteNoShows(api, importId, tools);
  const registered = await register(api, applications, tools);
  const approvedAt = await graduate(api, registered, tools);
  const outcomes = await untilOutcomes(api, applications, tools);
  const sample = samplePerson(applications, await registrationsOf(api, applications));
  await revokeThree(api, applications, sample?.applicationId, tools);
  const changed = await changeRecords(api, await registrationsOf(api, applications), tools);
  const following = await goOn(api, applications, await registrationsOf(api, applications), tools);
  await register(api, await acceptOffers(api, importId, tools), tools);
  progress('reading the events');
  const events = await readEvents(endpoints.servers.kafka.brokers, tools);
  const approvals = new Map([...approvalsIn(events), ...approvedAt]);
  const times = visibilityTimes(outcomes, approvals);
  const summary = await summaryOf(api, { job, city, refusals, times, events, sample, changed, following });
  console.log(reportOf(summary, onThisMachine(endpoints.services['certificate-lookup']!.url)));
  return summary;
}

/** For a browser: in compose the host of an address is a name that only the containers can resolve. */
const onThisMachine = (url: string) => url.replace(/(?<=\/\/)[^:]+/, '127.0.0.1');

/** Waits until every graduate has a certificate that can be looked up, and a case. */
async function untilOutcomes(api: Api, applications: Application[], { progress }: Tools) {
  let outcomes!: Outcomes;
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
function samplePerson(applications: Application[], registrations: Imported[]) {
  const graduates = new Map(
    registrations.filter(({ state }) => state === 'GRADUATED').map((each) => [each.applicationId, each]),
  );
  const among = applications.filter(({ applicationId }) => graduates.has(applicationId));
  const chosen =
    among.find(({ name }) => name === '阿依·买买提') ??
    among.find(({ name }) => name.includes('·')) ??
    among[0];
  return chosen && { ...chosen, registrationId: graduates.get(chosen.applicationId)!.registrationId };
}

export type Summary = Awaited<ReturnType<typeof summaryOf>>;

interface Done {
  job: Awaited<ReturnType<typeof importApplicants>>;
  city: CityCounts;
  refusals: Refusals;
  times: number[];
  events: TopicEvent[];
  sample: ReturnType<typeof samplePerson>;
  changed: Changed;
  following: Registration[];
}

async function summaryOf(api: Api, { job, city, refusals, times, events, sample, changed, following }: Done) {
  const applications = await applicationsOf(api, job.importId);
  const registrations = await registrationsOf(api, applications);
  const outcomes = await outcomesOf(api, registrations);
  const later = countsOf(registrations, outcomes);
  const certificateNo =
    sample &&
    outcomes.certificates.find((each) => each.registrationId === sample.registrationId)?.certificateNo;
  return {
    ok: later.graduated > 0 && allAgree(later),
    knownBefore: job.known,
    city,
    import: { rows: job.rows, valid: job.valid, refused: job.refused, errors: job.errors },
    counts: {
      applications: applications.length,
      admitted: applications.filter(({ planLineId }) => planLineId).length,
      withdrawn: inState(applications, 'WITHDRAWN').length,
      declined: inState(applications, 'DECLINED').length,
      waiting: inState(applications, 'WAITLISTED').length,
      noShows: inState(applications, 'NO_SHOW').length,
      checkedIn: applications.filter(({ checkedInOn }) => checkedInOn).length,
      approved: registrations.filter(({ studentNo, state }) => studentNo && state !== TRANSFERRED).length,
      ...later,
      ...changed,
      following: following.length,
    },
    refusals: refusals.list,
    visible: { measured: times.length, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) },
    journey: sample && { name: sample.name, events: journeyOf(events, { ...sample, certificateNo }) },
    tryInLookup: certificateNo && { certificateNo, name: sample.name },
  };
}
