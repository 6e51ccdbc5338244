import { errorTypeOf, type Tracing } from '#runtime';
import type { Received } from './event.js';
import { eventAttributes } from './kafka-labels.js';

/**
 * Handles a batch with a span for each event, as a part of the trace that the event came from: what a reaction
 * publishes because of it goes on in that trace.
 */
export async function inTheirTraces(
  tracing: Tracing,
  events: Received[],
  handle: (traced: Received[]) => Promise<void>,
): Promise<void> {
  const spans = events.map((event) => {
    const { topic, traceparent: parent } = event;
    if (!parent) return undefined;
    const attributes = eventAttributes('process', event);
    return tracing.start({ name: `process ${topic}`, kind: 'consumer', parent, attributes });
  });
  let errorType: string | undefined;
  try {
    await handle(
      events.map((event, at) => (spans[at] ? { ...event, traceparent: spans[at].traceparent } : event)),
    );
  } catch (error) {
    errorType = errorTypeOf(error);
    throw error;
  } finally {
    for (const span of spans) span?.end({ errorType });
  }
}
