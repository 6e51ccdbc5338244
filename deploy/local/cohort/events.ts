import { randomUUID } from 'node:crypto';
import { type ConsumedRecord, kafkajsClient } from '#messaging';
import { type Progress, until } from './until.ts';

const TOPICS = [
  'enrolment.applications.v1',
  'student-records.registrations.v1',
  'student-records.graduations.v1',
  'certificates.certificates.v1',
  'certificates.lookup.v1',
  'employment.outcomes.v1',
];

/** An event as it stands in its topic. */
export interface TopicEvent {
  id: string;
  type: string;
  time: string;
  causedBy?: string;
  data: any;
}

/** Reads what the services have published so far. Identities stay sealed. */
export async function readEvents(
  brokers: string[],
  { progress }: { progress: Progress },
): Promise<TopicEvent[]> {
  const kafka = kafkajsClient('cohort', { brokers });
  const groupId = `cohort-${randomUUID()}`;
  const events: TopicEvent[] = [];
  const ends = await kafka.endOffsets(TOPICS);
  const reader = await kafka.consume({
    groupId,
    topics: TOPICS,
    onBatch: async (records) => void events.push(...records.map(eventOf)),
    onFatal: (error) => progress(`  the topics cannot be read: ${error.message}`),
  });
  try {
    await until('partitions read', async () => {
      const handled = await kafka.handledOffsets(groupId, TOPICS);
      const read = [...ends].filter(([place, end]) => (handled.get(place) ?? 0n) >= end);
      return { seen: read.length, wanted: ends.size };
    }, { progress, timeout: 30_000 }); // prettier-ignore
  } finally {
    await reader.close();
    await kafka.close();
  }
  return events;
}

const eventOf = ({ headers, value }: ConsumedRecord): TopicEvent => ({
  id: headers.ce_id!,
  type: headers.ce_type!,
  time: headers.ce_time!,
  causedBy: headers.ce_causationid,
  data: JSON.parse(value || '{}'),
});

/** The events of one person, in the order of their times. */
export function journeyOf(
  events: TopicEvent[],
  {
    applicationId,
    registrationId,
    certificateNo,
  }: { applicationId: string; registrationId: string; certificateNo?: string },
): Omit<TopicEvent, 'data'>[] {
  const isOne = ({ data }: TopicEvent) =>
    data.applicationId === applicationId ||
    data.registrationId === registrationId ||
    data.certificateNo === certificateNo;
  return events
    .filter(isOne)
    .sort((one, other) => (one.time < other.time ? -1 : 1))
    .map(({ id, type, time, causedBy }) => ({ id, type, time, causedBy }));
}

/** When each graduation was approved, for a start that did not approve it itself. */
export const approvalsIn = (events: TopicEvent[]): Map<string, string> =>
  new Map(
    events
      .filter(({ type }) => type === 'student-records.StudentGraduated.v1')
      .map(({ data }) => [data.registrationId, data.approvedAt]),
  );
