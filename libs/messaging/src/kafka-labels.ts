/**
 * OpenTelemetry's attributes of a messaging operation, as labels of a metric.
 * @param topic its declared name
 */
export function kafkaLabels(operation: 'send' | 'process', topic?: string): Record<string, string> {
  return {
    messaging_system: 'kafka',
    messaging_operation_name: operation,
    ...(topic !== undefined && { messaging_destination_name: topic }),
  };
}

/** An event as far as a span tells of it. */
interface Traced {
  readonly topic: string;
  readonly id?: string;
  readonly type?: string;
  readonly correlationId?: string;
}

/** OpenTelemetry's attributes of a span for one event: ids and names, nothing of its data. */
export function eventAttributes(operation: 'send' | 'process', event: Traced): Record<string, string> {
  const ids = {
    'messaging.message.conversation_id': event.correlationId,
    'cloudevents.event_id': event.id,
    'cloudevents.event_type': event.type,
  };
  const known = Object.entries(ids).filter((each): each is [string, string] => each[1] !== undefined);
  return {
    'messaging.system': 'kafka',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation,
    'messaging.destination.name': event.topic,
    ...Object.fromEntries(known),
  };
}
