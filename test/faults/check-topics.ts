import type { ConsumedRecord } from '#messaging';
import type { Row, Tables } from '../harness/read-tables.ts';
import { SHOWN } from './check-tables.ts';
import { reactionsByService } from './reactions.ts';

const reactions = reactionsByService();

/** Holds the topics against what each service has handled, and against the tables of the certificates. */
export const checkTopics = (tables: Tables, records: ConsumedRecord[]): string[] => [
  ...numbersUsedOnce(records),
  ...handledOrParked(tables, records),
  ...orderKept(tables, records),
  ...lastStateIsTheOwners(tables, records),
];

/**
 * Published = handled + parked, for each service and each topic that it reads; nothing is handled that was not published;
 * no dead letter is open and nothing waits in an outbox.
 */
export function handledOrParked(tables: Tables, records: ConsumedRecord[]): string[] {
  return [...reactions].flatMap(([service, types]) => {
    const { inbox = [], parked = [], waiting = [] } = tables[service] ?? {};
    const handled = new Set(inbox.map((row) => row.event_id));
    const placed = new Set(parked.map(placeOf));
    const published = records.filter(({ headers }) => types.has(headers.ce_type ?? ''));
    const missing = published.filter(
      (record) => !handled.has(record.headers.ce_id) && !placed.has(placeOf(record)),
    );
    const ids = new Set(published.map(({ headers }) => headers.ce_id));
    const unheard = [...handled].filter((id) => !ids.has(id));
    const open = parked.filter(({ resolution }) => resolution === null);
    const lost = parked.filter((row) => row.resolution === 'REDRIVEN' && !handled.has(row.event_id));
    return [
      ...missing.map(({ headers }) => `${service} has neither handled nor parked ${headers.ce_type} ${headers.ce_id}.`), // prettier-ignore
      ...unheard.map((id) => `${service} has handled ${id}, which nobody published.`),
      ...open.map((row) => `${service} has an open dead letter (${row.reason}) at ${placeOf(row)}.`),
      ...lost.map((row) => `${service} has not handled the dead letter at ${placeOf(row)} that was redriven.`), // prettier-ignore
      ...(waiting[0]?.rows > 0 ? [`${waiting[0]?.rows} events wait in the outbox of ${service}.`] : []),
    ];
  });
}

const placeOf = ({ topic, partition, offset }: Row | ConsumedRecord) => `${topic}/${partition}/${offset}`;

/**
 * Digests have the moment of their run as version, and two runs of a job that was made up for may overlap: who reads them goes by the
 * version.
 */
const isOfRuns = (subject: string) => subject.includes('.digests.v1/');

/** Each subject's versions were first published in order, and handled in that order by each service. */
function orderKept(tables: Tables, records: ConsumedRecord[]): string[] {
  const bySubject = Map.groupBy(firstSeen(records), ({ topic, headers }) => `${topic}/${headers.ce_subject}`);
  const services = [...reactions.keys()];
  const handledAt = (service: string) =>
    new Map<string, number>(
      tables[service]?.inbox?.map((row) => [row.event_id, row.handled_at.getTime()]) ?? [],
    );

  return [...bySubject].flatMap(([subject, events]) => [
    ...(isOfRuns(subject) ? [] : descents(events, versionOf)).map(() => `${subject} was published out of order.`), // prettier-ignore
    ...services.flatMap((service) => {
      const times = handledAt(service);
      const handled = events.filter(({ headers }) => times.has(headers.ce_id ?? ''));
      return descents(handled, ({ headers }) => times.get(headers.ce_id ?? '') ?? 0).map(
        () => `${service} handled ${subject} out of order.`,
      );
    }),
  ]);
}

const versionOf = ({ headers }: ConsumedRecord) => Number(headers.ce_aggregateversion);

/** What a relay has sent twice counts once. */
export function firstSeen(records: ConsumedRecord[]) {
  const seen = new Set<string>();
  return records.filter(({ headers: { ce_id: id } }) => id && !seen.has(id) && seen.add(id));
}

const descents = <T>(items: T[], valueOf: (item: T) => number) =>
  items.filter((item, at) => at > 0 && valueOf(item) < valueOf(items[at - 1]!));

/** A reader who starts now at the compacted topic is told what the owner's table says. */
export function lastStateIsTheOwners({ certificates }: Tables, records: ConsumedRecord[]): string[] {
  const topic = 'certificates.lookup.v1';
  const last = new Map(
    records.filter((record) => record.topic === topic).map((record) => [record.key, record]),
  );
  return (certificates?.certificates ?? []).flatMap(({ certificate_no: no, status, version }) => {
    const record = last.get(no);
    if (!record) return [`${topic} says nothing of ${no}.`];
    const told = JSON.parse(record.value).status;
    return told === SHOWN[status] && Number(record.headers.ce_aggregateversion) === version
      ? []
      : [`${topic} ends with ${told} for ${no}, and the certificate is ${status}.`];
  });
}

/** No certificate number was ever given to two registrations. */
function numbersUsedOnce(records: ConsumedRecord[]): string[] {
  const owners = new Map<string, string>();
  return records
    .filter(({ headers }) => headers.ce_type === 'certificates.CertificateIssued.v1')
    .flatMap(({ value }) => {
      const { certificateNo, registrationId } = JSON.parse(value);
      const owner = owners.get(certificateNo) ?? registrationId;
      owners.set(certificateNo, owner);
      return owner === registrationId
        ? []
        : [`Certificate number ${certificateNo} was given to two registrations.`];
    });
}
