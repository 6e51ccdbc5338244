import { setTimeout as sleep } from 'node:timers/promises';
import { CertificateLookupState } from '../../../dist/libs/contracts/src/published.js';
import { eventOf, kafkajsClient, toRecord } from '../../../dist/libs/messaging/src/index.js';
import { TopicSealer } from '../../../dist/libs/security/src/index.js';
import { chunksOf } from '../../../deploy/local/cohort/groups.ts';
import { nameOf } from '../../harness/applicants.ts';
import { measureCpu, round } from '../usage.mjs';
import { numberOf } from './certificate-rows.mjs';

const LOOK_EVERY_MS = 20;
const GIVE_UP_AFTER_MS = 600_000;

/** Puts states on the topic as certificates would, sealed. */
export async function publishStates({ kafka, secrets }, certificateNumbers, { version, status }) {
  const topic = CertificateLookupState.topic;
  const { current, keys } = secrets.topicKeys(topic);
  const bytes = Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [name, Buffer.from(key, 'base64')]),
  );
  const sealer = new TopicSealer({ TOPIC_KEYS: { [topic]: { current, keys: bytes } } });
  const producer = await kafkajsClient('bench', kafka.brokers).producer();
  for (const some of chunksOf(certificateNumbers, 1_000)) {
    const records = await Promise.all(
      some.map((number) =>
        toRecord(
          eventOf(CertificateLookupState, { data: stateOf(number, status), version }),
          { source: 'bench' },
          sealer,
        ),
      ),
    );
    await producer.send(
      records.map(({ key, headers, payload }) => ({ topic, key, headers, value: payload })),
    );
  }
  await producer.close();
}

/** Each of another person: names differ. */
const stateOf = (certificateNo, status) => ({
  certificateNo,
  kind: 'GRADUATION',
  identity: {
    name: nameOf(4 + Number(certificateNo.slice(-9))),
    idType: 'RESIDENT_ID',
    idNumber: '110105194912310029',
    sex: '1',
    birthDate: '1949-12-31',
  },
  school: {
    code: '0001',
    uscc: '12500000450000000A',
    name: '样例技师学院',
    schoolType: 'TECHNICIAN_COLLEGE',
  },
  majorName: '数控加工（样例）',
  classType: 'SENIOR',
  studyMode: 'FULL_TIME',
  from: '2023-09-01',
  to: '2026-06-30',
  issueDate: '2026-06-30',
  authorityCode: '500000',
  templateVersion: '2022',
  treatment: { as: 'JUNIOR_COLLEGE', ruleVersion: '2021-452' },
  status,
  statusAt: '2026-06-30T02:00:00.000Z',
});

/** Numbers of certificates that there are not yet, of one year more. */
export const newNumbers = (rows, from, count) =>
  Array.from({ length: count }, (_, at) => `2031${numberOf(from + at, rows).slice(4)}`);

/** Numbers of certificates that there are, from all over the table; a prime step meets each once. */
export const oldNumbers = (rows, count) =>
  Array.from({ length: count }, (_, at) => numberOf((at * 7_368_787 + 11) % rows, rows));

/**
 * How fast the running service takes in what waits for it: from its first batch to its last. `start` starts the service.
 */
export async function measureTakingIn(start, { url, count, processes }) {
  const running = start();
  const cpu = {};
  let first;
  for (const until = performance.now() + GIVE_UP_AFTER_MS; performance.now() < until;) {
    const taken = await takenIn(url);
    if (taken > 0 && !first) {
      first = { at: performance.now(), taken };
      cpu.running = measureCpu(processes());
    }
    if (taken >= count) break;
    await sleep(LOOK_EVERY_MS);
  }
  await running;
  const seconds = (performance.now() - first.at) / 1_000;
  const states = count - first.taken;
  const { cpuSeconds } = cpu.running.stop();
  const cpuMs = Object.entries(cpuSeconds).map(([name, spent]) => [name, round((spent * 1_000) / states, 3)]);
  return {
    states,
    seconds: round(seconds),
    perSecond: round(states / seconds, 0),
    cpuMsEach: Object.fromEntries(cpuMs),
  };
}

async function takenIn(url) {
  const page = await fetch(`${url}/metrics`).then((answer) => answer.text(), () => ''); // prettier-ignore
  return Number(
    /^messaging_client_consumed_messages_total{[^}]*certificates\.lookup[^}]*} (\d+)/m.exec(page)?.[1] ?? 0,
  );
}
