import { type DataOf, type EventDefinition, dataSchemaOf, wireSchema } from '#contracts';
import type { TopicSealer } from '#security';
import { v7 as uuidv7 } from 'uuid';
import type { OutgoingEvent, Received } from './event.js';

/** Headers and body of one Kafka record: a CloudEvent 1.0 in Kafka's binary mode. */
export interface EventRecord {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly headers: Record<string, string>;
  readonly payload: string;
}

/** Where an event without a cause comes from: the request in hand. */
export interface Origin {
  readonly source: string;
  readonly correlationId?: string;
  readonly traceparent?: string;
}

/** Gives an outgoing event its id and headers, checks its data and seals its identity. */
export async function toRecord(
  event: OutgoingEvent,
  origin: Origin,
  sealer: Pick<TopicSealer, 'seal'>,
): Promise<EventRecord> {
  const { definition, causedBy } = event;
  const id = uuidv7();
  const data: Record<string, unknown> = definition.data.parse(event.data);
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: definition.type,
    ce_source: `/${origin.source}`,
    ce_time: new Date().toISOString(),
    ce_subject: String(data[definition.subject]),
    ce_dataschema: dataSchemaOf(definition),
    ce_aggregateversion: String(event.version),
    ce_correlationid: causedBy?.correlationId ?? origin.correlationId ?? id,
    ...(causedBy && { ce_causationid: causedBy.id }),
    ...(event.replayed && { ce_replayed: 'true' }),
    ...optional('traceparent', causedBy?.traceparent ?? origin.traceparent),
  };
  const key = String(data[definition.key]);
  if (definition.sealed) data[definition.sealed] = sealer.seal(definition.topic, data[definition.sealed]);
  return { id, topic: definition.topic, key, type: definition.type, headers, payload: JSON.stringify(data) };
}

/**
 * Reads a record back. Fields that the schema does not know are dropped; a missing header, a wrong type or a
 * seal that does not open throws an error that names it, without any value.
 */
export async function fromRecord<Definition extends EventDefinition>(
  definition: Definition,
  record: Pick<EventRecord, 'key' | 'headers' | 'payload'>,
  sealer: Pick<TopicSealer, 'open'>,
): Promise<Received<Definition>> {
  const header = requireHeaders(record.headers);
  const wire: Record<string, unknown> = wireSchema(definition).parse(JSON.parse(record.payload));
  if (definition.sealed)
    wire[definition.sealed] = sealer.open(definition.topic, String(wire[definition.sealed]));
  return {
    id: header('ce_id'),
    type: header('ce_type'),
    topic: definition.topic,
    time: new Date(header('ce_time')),
    subject: header('ce_subject'),
    key: record.key,
    version: Number(header('ce_aggregateversion')),
    correlationId: header('ce_correlationid'),
    causationId: record.headers.ce_causationid,
    traceparent: record.headers.traceparent,
    ...(record.headers.ce_replayed === 'true' && { replayed: true }),
    data: definition.data.parse(wire) as DataOf<Definition>,
  };
}

function optional(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: value };
}

function requireHeaders(headers: Record<string, string>): (name: string) => string {
  return (name) => {
    const value = headers[name];
    if (value === undefined) throw new Error(`The record has no header ${name}.`);
    return value;
  };
}
