import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { TopicName } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingEvent } from '#messaging';

export interface PageRequest {
  /** Only what has an id above this one. */
  readonly after: string | null;
  readonly schoolCode: string | null;
  readonly limit: number;
}

export interface RepublishedPage {
  /** What is so now, with the versions that it has now; of one subject in the order of versions. */
  readonly events: OutgoingEvent[];
  /** The highest id of a full page; none where nothing follows. */
  readonly last?: string;
}

/** How the owner of a topic replays what it holds. */
export interface Republisher {
  readonly topic: TopicName;
  /** What an id of its rows looks like. */
  readonly id: z.ZodType<string>;
  /**
   * The rows in the order of their ids, locked (`for share`) until the transaction ends: no newer event of theirs
   * may go out before the one that is replayed.
   */
  page(tx: Transaction, request: PageRequest): Promise<RepublishedPage>;
}

/** The topics that this service can replay; each republisher adds itself. */
@Injectable()
export class Republishers {
  private readonly byTopic = new Map<string, Republisher>();

  register(...republishers: readonly Republisher[]): void {
    for (const each of republishers) {
      const known = this.byTopic.get(each.topic);
      this.byTopic.set(each.topic, known ? inTurn(known, each) : each);
    }
  }

  of(topic: string): Republisher | undefined {
    return this.byTopic.get(topic);
  }
}

const SECOND = '+';

/** Two aggregates that publish to one topic: the rows of the second one follow, their ids with a sign before them. */
const inTurn = (first: Republisher, second: Republisher): Republisher => ({
  topic: first.topic,
  id: z.string().refine((id) => {
    const [of, own] = id.startsWith(SECOND) ? [second, id.slice(1)] : [first, id];
    return id === SECOND || of.id.safeParse(own).success;
  }),
  async page(tx, request) {
    if (!request.after?.startsWith(SECOND)) {
      const { events, last = SECOND } = await first.page(tx, request);
      return { events, last };
    }
    const page = await second.page(tx, { ...request, after: request.after.slice(1) || null });
    return page.last === undefined ? page : { ...page, last: SECOND + page.last };
  },
});
