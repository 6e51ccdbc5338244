import { allEvents } from '../all-events.js';
import type { EventDefinition } from '../event-definition.js';
import { type ServiceName, type TopicDeclaration, services, topics } from '../topics.js';
import { type JsonSchema, eventJsonSchema } from './json-schema.js';

const headers = {
  ce_specversion: '1.0',
  ce_id: 'UUIDv7 of the event; a record that comes twice has the same',
  ce_type: 'the event type',
  ce_source: 'the service that published it',
  ce_time: 'when it was published, UTC',
  ce_subject: 'the aggregate that it is about',
  ce_dataschema: 'names the JSON Schema of the value',
  ce_aggregateversion: 'version of the subject; ignore a record older than what you hold',
  ce_correlationid: 'the request or event that began it all',
  ce_causationid: 'the event that it follows from, where there is one',
  ce_replayed: 'true where the owner publishes it again, with another ce_id and the version that it had',
  traceparent: 'W3C trace context, where there is one',
};

/** The AsyncAPI 3 document of all topics, made from their declarations. */
export function asyncApi(): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Jiangtu 匠途',
      version: '1.0.0',
      description: 'CloudEvents 1.0 in Kafka binary mode: attributes in headers, JSON in the value.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, channel(name, topic)])),
    operations: Object.fromEntries(services.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(
        [...allEvents.values()].map((definition) => [definition.type, message(definition)]),
      ),
      schemas: Object.fromEntries(
        [...allEvents.values()].map((definition) => [definition.type, eventJsonSchema(definition)]),
      ),
      messageTraits: {
        cloudEvent: {
          headers: {
            type: 'object',
            properties: Object.fromEntries(
              Object.entries(headers).map(([name, description]) => [name, { type: 'string', description }]),
            ),
          },
        },
      },
    },
  };
}

function channel(name: string, topic: TopicDeclaration): JsonSchema {
  const definitions = [...allEvents.values()].filter((definition) => definition.topic === name);
  return {
    address: name,
    description: `${topic.kind === 'state' ? 'State: whole snapshots, compacted' : `Facts, kept ${topic.retentionDays} days`}; the record key is ${topic.key}.`,
    messages: Object.fromEntries(
      definitions.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]),
    ),
    bindings: {
      kafka: {
        partitions: topic.partitions,
        topicConfiguration: { 'cleanup.policy': [topic.kind === 'state' ? 'compact' : 'delete'] },
        bindingVersion: '0.5.0',
      },
    },
  };
}

function message({ type, description, key }: EventDefinition): JsonSchema {
  return {
    name: type,
    description,
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { $ref: `#/components/schemas/${type}` },
    bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion: '0.5.0' } },
  };
}

function operationsOf(service: ServiceName): [string, JsonSchema][] {
  return Object.entries(topics as Record<string, TopicDeclaration>).flatMap(([name, { owner, readers }]) => {
    const operation = (action: string): [string, JsonSchema] => [
      `${service} ${action}s ${name}`,
      { action, channel: { $ref: `#/channels/${name}` } },
    ];
    return [
      ...(owner === service ? [operation('send')] : []),
      ...(readers.includes(service) ? [operation('receive')] : []),
    ];
  });
}
