import { Inject, Injectable } from '@nestjs/common';
import { Commands } from '#commands';
import { type TopicName, topics } from '#contracts';
import { allSchools, Transactions } from '#database';
import { Outbox, type OutgoingEvent } from '#messaging';
import { SETTINGS, type Settings } from '#runtime';
import { type Actor, TopicSealer } from '#security';
import { actions } from './actions.js';
import { hashOfData, type LastRecord, lastRecords } from './last-records.js';
import { topicNotRepublished } from './republish.js';
import { type Republisher, Republishers } from './republishers.js';

const PAGE_ROWS = 500;
const MAX_NAMED = 1_000;

/** How a key of a state topic differs from the row of its owner. */
export type Difference = 'MISSING' | 'OLDER' | 'NEWER' | 'DIFFERENT' | 'SUPERFLUOUS';

export interface TopicCheck {
  readonly topic: string;
  readonly rows: number;
  readonly differing: number;
  readonly republished: number;
  readonly keys: { key: string; difference: Difference }[];
}

/**
 * Holds the last record of each key of a state topic against the row that it is the state of. What is missing, older
 * or different can be replayed. What is newer here than there (an owner that was restored) or has no row is only
 * named: nobody may overwrite it without knowing why.
 */
@Injectable()
export class CheckTopic {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly republishers: Republishers,
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly outbox: Outbox,
    private readonly sealer: TopicSealer,
  ) {}

  /** @throws Problem 422 topic-not-republished, also for a topic of facts: those expire */
  async check({ topic, repair }: { topic: string; repair: boolean }, actor: Actor): Promise<TopicCheck> {
    const republisher = this.republishers.of(topic);
    if (!republisher || topics[republisher.topic].kind !== 'state') throw topicNotRepublished();
    await this.commands.begin(actor, actions['check-topic']);
    const last = await lastRecords(topic as TopicName, this.settings, this.sealer);
    const keys: TopicCheck['keys'] = [];
    let rows = 0;
    let republished = 0;
    for (let after: string | undefined | null = null; after !== undefined;) {
      const page = await this.checkPage(republisher, after, last, repair);
      rows += page.rows;
      republished += page.republished;
      keys.push(...page.keys);
      after = page.last;
    }
    for (const key of last.keys()) keys.push({ key, difference: 'SUPERFLUOUS' });
    return { topic, rows, differing: keys.length, republished, keys: keys.slice(0, MAX_NAMED) };
  }

  /** Takes the keys of the page out of `last`: what is left in the end has no row. */
  private checkPage(
    republisher: Republisher,
    after: string | null,
    last: Map<string, LastRecord>,
    repair: boolean,
  ) {
    return this.transactions.run(allSchools, async (tx) => {
      const page = await republisher.page(tx, { after, schoolCode: null, limit: PAGE_ROWS });
      const differing = page.events.flatMap((event) => {
        const key = keyOf(event);
        const difference = differenceOf(event, last.get(key));
        last.delete(key);
        return difference ? { key, difference, event } : [];
      });
      const repaired = repair ? differing.filter(({ difference }) => difference !== 'NEWER') : [];
      await this.outbox.publish(
        tx,
        repaired.map(({ event }) => ({ ...event, replayed: true })),
      );
      return {
        rows: page.events.length,
        republished: repaired.length,
        keys: differing.map(({ key, difference }) => ({ key, difference })),
        last: page.last,
      };
    });
  }
}

const keyOf = ({ definition, data }: OutgoingEvent) => String(data[definition.key]);

function differenceOf(
  { definition, data, version }: OutgoingEvent,
  found: LastRecord | undefined,
): Difference | undefined {
  if (!found) return 'MISSING';
  if (found.version < version) return 'OLDER';
  if (found.version > version) return 'NEWER';
  return found.hash === hashOfData(definition, data) ? undefined : 'DIFFERENT';
}
