import type { DataOf, EventDefinition } from '#contracts';

/** An event on its way out, before it has an id. */
export interface OutgoingEvent<Definition extends EventDefinition = EventDefinition> {
  readonly definition: Definition;
  readonly data: DataOf<Definition>;
  /** Version of the aggregate named by the definition's `subject`, after the change that this event tells of. */
  readonly version: number;
  /** The event that this one follows from: it hands on its correlation id. */
  readonly causedBy?: Pick<Received, 'id' | 'correlationId' | 'traceparent'>;
  /** Published before, and now again from what its owner holds today. */
  readonly replayed?: boolean;
}

/** An event as a reaction gets it: checked against its schema, with the identity opened. */
export interface Received<Definition extends EventDefinition = EventDefinition> {
  readonly id: string;
  readonly type: string;
  /** The declared name of its topic. */
  readonly topic: string;
  readonly time: Date;
  readonly subject: string;
  readonly key: string;
  readonly version: number;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** Its owner has published it again, from what it holds today. */
  readonly replayed?: boolean;
  readonly data: DataOf<Definition>;
}

/**
 * Makes an event ready for {@link Outbox.publish}. The data is checked against the contract there.
 * @param version version of the subject after the change; it must grow with each change of that subject
 */
export function eventOf<Definition extends EventDefinition>(
  definition: Definition,
  event: Omit<OutgoingEvent<Definition>, 'definition'>,
): OutgoingEvent<Definition> {
  return { definition, ...event };
}
