import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
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
    for (const each of republishers) this.byTopic.set(each.topic, each);
  }

  of(topic: string): Republisher | undefined {
    return this.byTopic.get(topic);
  }
}
