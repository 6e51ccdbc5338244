import { CertificateLookupState, type DataOf } from '#contracts';
import { eventOf, kafkajsClient, toRecord } from '#messaging';
import { readSettings } from '#runtime';
import { TopicSealer } from '#security';
import { chunksOf } from '../../../deploy/local/cohort/groups.ts';
import { nameOf } from '../../harness/applicants.ts';
import { numberOf } from '../certificate-rows.ts';
import type { Lookup } from './lookup.ts';

type State = DataOf<typeof CertificateLookupState>;

/** Puts states on the topic as certificates would, sealed. */
export async function publishStates(
  { platform, settings }: Lookup,
  certificateNumbers: string[],
  { version, status }: { version: number; status: State['status'] },
): Promise<void> {
  const sealer = new TopicSealer(readSettings(settings));
  const kafka = kafkajsClient('bench', platform.kafka);
  const producer = await kafka.producer();
  for (const some of chunksOf(certificateNumbers, 1_000)) {
    const events = some.map((number) =>
      eventOf(CertificateLookupState, { data: stateOf(number, status), version }),
    );
    const records = await Promise.all(events.map((event) => toRecord(event, { source: 'bench' }, sealer)));
    await producer.send(
      records.map(({ topic, key, headers, payload }) => ({ topic, key, headers, value: payload })),
    );
  }
  await producer.close();
  await kafka.close();
}

/** Each of another person: names differ. */
const stateOf = (certificateNo: string, status: State['status']): State => ({
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
    name: '样例省第一千技师学院',
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
export const newNumbers = (total: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `2031${numberOf(at, total).slice(4)}`);

/** Numbers of certificates that there are, from all over the table; a prime step meets each once. */
export const oldNumbers = (total: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => numberOf((at * 7_368_787 + 11) % total, total));
