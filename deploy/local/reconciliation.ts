import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '#contracts';
import type { Api } from './cohort/api.ts';
import { type Cell, table } from './cohort/table.ts';
import type { Progress } from './cohort/until.ts';
import { UserFacingError } from './user-facing-error.mjs';

const PUBLISHERS = ['certificates', 'certificate-lookup', 'employment'];
const ARRIVAL_TIMEOUT_MS = 60_000;
const LOOK_EVERY_MS = 250;
const SETTLE_TIMEOUT_MS = 30_000;
const SETTLE_EVERY_MS = 3_000;

interface Span {
  from?: string;
  to?: string;
  graceSeconds?: number | string;
  progress?: Progress;
}

interface DigestRun {
  service: string;
  from: string;
  to: string;
  asOf: string;
}

interface Counts {
  live: number;
  revoked: number;
}

interface Row {
  schoolCode: string;
  day: string;
  graduated: Counts;
  issued: Counts;
  visible: Counts;
  tracked: Counts;
  caughtUp: boolean;
  discrepancies: number;
  inFlight: number;
}

interface Discrepancy {
  schoolCode: string;
  day: string;
  registrationId?: string;
  certificateNo?: string;
  what: keyof typeof NAMES;
  kind: keyof typeof FINDINGS;
  service: string;
  since: string;
  deadLetter?: { topic: string; since: string; reason: string };
}

/** What student records answers. */
export interface Reconciliation {
  from: string;
  to: string;
  caughtUp: boolean;
  uneven: number;
  services: { service: string; asOf: string; deadLettersOpen: number }[];
  rows: Row[];
  discrepancies: Discrepancy[];
  inFlight: Discrepancy[];
}

/**
 * Lets all services publish their digests, waits until student records has them, and answers what it says. While
 * nothing is wrong but something is in flight, it is asked again for a while.
 */
export async function reconcile(
  api: Api,
  { from, to, graceSeconds, progress = () => {} }: Span = {},
): Promise<Reconciliation> {
  for (const end = Date.now() + SETTLE_TIMEOUT_MS; ; await sleep(SETTLE_EVERY_MS)) {
    progress('asking the services to publish their digests');
    const runs = await Promise.all(
      PUBLISHERS.map((service) =>
        api(service, 'operator').post<DigestRun>('/reconciliation/digests', {
          ...(from && { from }),
          ...(to && { to }),
        }),
      ),
    );
    const result = await arrived(api, runs, graceSeconds);
    if (result.discrepancies.length > 0 || result.inFlight.length === 0 || Date.now() > end) return result;
    progress(`${result.inFlight.length} still in flight`);
  }
}

async function arrived(api: Api, runs: DigestRun[], graceSeconds?: number | string) {
  const { from, to } = runs[0]!;
  const grace = graceSeconds === undefined ? undefined : { graceSeconds: String(graceSeconds) };
  const query = new URLSearchParams({ from, to, ...grace }).toString();
  for (const end = Date.now() + ARRIVAL_TIMEOUT_MS; ; await sleep(LOOK_EVERY_MS)) {
    const result = await api('student-records', 'operator').get<Reconciliation>(`/reconciliation?${query}`);
    const asOf = Object.fromEntries(result.services.map((each) => [each.service, Date.parse(each.asOf)]));
    const missing = runs.filter((run) => !(asOf[run.service]! >= Date.parse(run.asOf)));
    if (missing.length === 0) return result;
    if (Date.now() > end)
      throw new UserFacingError(
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

/** The result for a person: a table, each discrepancy as a sentence, and what it comes to. */
export function reconciliationInWords({
  from,
  to,
  caughtUp,
  inFlight,
  uneven,
  services,
  rows,
  discrepancies,
}: Reconciliation): string {
  const lines = [
    `Graduations approved from ${from} to ${to}; live, and revoked after the +`,
    ...table([['school', 'day', 'graduated', 'issued', 'visible', 'tracked', ''], ...rows.map(rowInWords)]),
    ...discrepancies.map(discrepancyInWords),
    ...inFlight.map((discrepancy) => `Perhaps only in flight: ${discrepancyInWords(discrepancy)}`),
    ...services
      .filter(({ deadLettersOpen }) => deadLettersOpen > 0)
      .map(({ service, deadLettersOpen }) => `${service} has ${deadLettersOpen} dead letters open.`),
  ];
  const verdict = caughtUp
    ? 'Everything agrees.'
    : `${discrepancies.length} discrepancies, ${inFlight.length} in flight${uneven > discrepancies.length + inFlight.length ? `, of ${uneven} uneven` : ''}.`;
  return [...lines, verdict].join('\n');
}

function rowInWords({ schoolCode, day, graduated, issued, visible, tracked, ...row }: Row): Cell[] {
  const counts = [graduated, issued, visible, tracked].map(
    ({ live, revoked }) => `${live}${revoked ? ` +${revoked}` : ''}`,
  );
  const remark = row.caughtUp
    ? 'agrees'
    : row.discrepancies > 0
      ? `${row.discrepancies} discrepancies`
      : `${row.inFlight} in flight`;
  return [schoolCode, day, ...counts, remark];
}

function discrepancyInWords({
  schoolCode,
  day,
  registrationId,
  certificateNo,
  what,
  kind,
  service,
  since,
  deadLetter,
}: Discrepancy) {
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

/** Compares each state topic with the tables of its owner. */
export async function checkTopics(
  api: Api,
  { repair = false, progress = () => {} }: { repair?: boolean; progress?: Progress } = {},
): Promise<TopicCheck[]> {
  const checks: TopicCheck[] = [];
  for (const [topic, { owner, kind }] of Object.entries(topics)) {
    if (kind !== 'state') continue;
    progress(`reading ${topic}`);
    checks.push(await api(owner, 'operator').post('/republish/check', { topic, repair }));
  }
  return checks;
}

interface TopicCheck {
  topic: string;
  rows: number;
  differing: number;
  republished: number;
  keys: { key: string; difference: keyof typeof DIFFERENCES }[];
}

const DIFFERENCES = {
  MISSING: 'is not in the topic',
  OLDER: 'is older in the topic',
  NEWER: 'is newer in the topic than at its owner',
  DIFFERENT: 'is another in the topic',
  SUPERFLUOUS: 'is in the topic and not at its owner',
};

export function topicsInWords(checks: TopicCheck[]): string {
  return checks
    .flatMap(({ topic, rows, differing, republished, keys }) => [
      ...keys.map(({ key, difference }) => `${topic}: ${key} ${DIFFERENCES[difference]}.`),
      `${topic}: ${rows} rows, ${differing} differ${republished ? `, ${republished} replayed` : ''}.`,
    ])
    .join('\n');
}
