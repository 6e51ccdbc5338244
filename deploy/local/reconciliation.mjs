import { setTimeout as sleep } from 'node:timers/promises';
import { table } from './cohort/table.mjs';
import { Sentence } from './sentence.mjs';

const PUBLISHERS = ['certificates', 'certificate-lookup', 'employment'];
const ARRIVAL_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 250;
const SETTLE_TIMEOUT_MS = 30_000;
const SETTLE_EVERY_MS = 3_000;

/**
 * Lets all services publish their digests, waits until student records has them, and answers what it says. While
 * nothing is wrong but something is in flight, it is asked again for a while.
 * @param {ReturnType<import('./cohort/api.mjs').apiOf>} api
 * @param {{ from?: string, to?: string, graceSeconds?: number | string, progress?: (text: string) => void }} [span]
 */
export async function reconcile(api, { from, to, graceSeconds, progress = () => {} } = {}) {
  for (const end = Date.now() + SETTLE_TIMEOUT_MS; ; await sleep(SETTLE_EVERY_MS)) {
    progress('asking the services to publish their digests');
    const runs = await Promise.all(
      PUBLISHERS.map((service) =>
        api(service, 'operator').post('/reconciliation/digests', {
          ...(from && { from }),
          ...(to && { to }),
        }),
      ),
    );
    const result = await arrived(api, runs, graceSeconds);
    if (result.gaps.length > 0 || result.inFlight.length === 0 || Date.now() > end) return result;
    progress(`${result.inFlight.length} still in flight`);
  }
}

async function arrived(api, runs, graceSeconds) {
  const { from, to } = runs[0];
  const query = new URLSearchParams({ from, to, ...(graceSeconds !== undefined && { graceSeconds }) });
  for (const end = Date.now() + ARRIVAL_TIMEOUT_MS; ; await sleep(LOOK_EVERY_MS)) {
    const result = await api('student-records', 'operator').get(`/reconciliation?${query}`);
    const asOf = Object.fromEntries(result.services.map((each) => [each.service, Date.parse(each.asOf)]));
    const missing = runs.filter((run) => !(asOf[run.service] >= Date.parse(run.asOf)));
    if (missing.length === 0) return result;
    if (Date.now() > end)
      throw new Sentence(
        `The digests of ${missing.map(({ service }) => service).join(', ')} did not reach student-records in ` +
          `${ARRIVAL_TIMEOUT_MS / 1000} s: see its log and its dead letters.`,
      );
  }
}

const NAMES = { CERTIFICATE: 'certificate', LOOKUP_ENTRY: 'lookup entry', CASE: 'employment case' };
const FINDINGS = {
  MISSING: 'is missing',
  SUPERFLUOUS: 'is there without a reason',
  NOT_REVOKED: 'is not revoked',
  REVOKED_WRONGLY: 'is revoked and should not be',
  TWICE: 'is there twice',
};

/** The result for a person: a table, each gap as a sentence, and what it comes to. */
export function reconciliationInWords({ from, to, level, inFlight, uneven, services, rows, gaps }) {
  const lines = [
    `Graduations approved from ${from} to ${to}; live, and revoked after the +`,
    ...table([['school', 'day', 'graduated', 'issued', 'visible', 'tracked', ''], ...rows.map(rowInWords)]),
    ...gaps.map(gapInWords),
    ...inFlight.map((gap) => `Perhaps only in flight: ${gapInWords(gap)}`),
    ...services
      .filter(({ deadLettersOpen }) => deadLettersOpen > 0)
      .map(({ service, deadLettersOpen }) => `${service} has ${deadLettersOpen} dead letters open.`),
  ];
  const verdict = level
    ? 'All is level.'
    : `Not level: ${gaps.length} gaps, ${inFlight.length} in flight${uneven > gaps.length + inFlight.length ? `, of ${uneven} uneven` : ''}.`;
  return [...lines, verdict].join('\n');
}

function rowInWords({ schoolCode, day, graduated, issued, visible, tracked, ...row }) {
  const counts = [graduated, issued, visible, tracked].map(
    ({ live, revoked }) => `${live}${revoked ? ` +${revoked}` : ''}`,
  );
  const remark = row.level ? 'level' : row.gaps > 0 ? `${row.gaps} gaps` : `${row.inFlight} in flight`;
  return [schoolCode, day, ...counts, remark];
}

function gapInWords({
  schoolCode,
  day,
  registrationId,
  certificateNo,
  what,
  kind,
  service,
  since,
  deadLetter,
}) {
  const whose = [
    registrationId && `registration ${registrationId}`,
    certificateNo && `certificate ${certificateNo}`,
  ].filter(Boolean);
  const letter = deadLetter
    ? ` A dead letter of ${deadLetter.topic} holds it up since ${deadLetter.since} (${deadLetter.reason}).`
    : '';
  return (
    `${schoolCode}, ${day}: the ${NAMES[what]} of ${whose.join(', ')} ${FINDINGS[kind]} ` +
    `in ${service} since ${since}.${letter}`
  );
}

/**
 * Holds each state topic against the tables of its owner.
 * @param {ReturnType<import('./cohort/api.mjs').apiOf>} api
 * @param {{ repair?: boolean, progress?: (text: string) => void }} [options]
 */
export async function checkTopics(api, { repair = false, progress = () => {} } = {}) {
  const { topics } = await import('../../dist/libs/contracts/src/index.js');
  const checks = [];
  for (const [topic, { owner, kind }] of Object.entries(topics)) {
    if (kind !== 'state') continue;
    progress(`reading ${topic}`);
    checks.push(await api(owner, 'operator').post('/republish/check', { topic, repair }));
  }
  return checks;
}

const DIFFERENCES = {
  MISSING: 'is not in the topic',
  OLDER: 'is older in the topic',
  NEWER: 'is newer in the topic than at its owner',
  DIFFERENT: 'is another in the topic',
  SUPERFLUOUS: 'is in the topic and not at its owner',
};

export function topicsInWords(checks) {
  return checks
    .flatMap(({ topic, rows, differing, republished, keys }) => [
      ...keys.map(({ key, difference }) => `${topic}: ${key} ${DIFFERENCES[difference]}.`),
      `${topic}: ${rows} rows, ${differing} differ${republished ? `, ${republished} told again` : ''}.`,
    ])
    .join('\n');
}
