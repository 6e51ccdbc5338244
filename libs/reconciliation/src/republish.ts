import { Injectable } from '@nestjs/common';
import { Commands } from '#commands';
import { allSchools, Transactions } from '#database';
import { Outbox } from '#messaging';
import { invalidRequest, Problem } from '#runtime';
import type { Actor } from '#security';
import { actions } from './actions.js';
import { reconciliationProblems } from './reconciliation-problems.js';
import { type Republisher, Republishers } from './republishers.js';

const PAGE_ROWS = 500;
/** A request ends before it is cut off; the caller goes on from `next`. */
const PAGES_OF_A_REQUEST = 40;

export interface RepublishRequest {
  readonly topic: string;
  readonly schoolCode?: string;
  readonly after?: string;
}

export interface Republished {
  readonly topic: string;
  readonly events: number;
  readonly next?: string;
}

/**
 * Replays what is so, for a reader that has lost it or that came after the facts had expired. It changes nothing
 * here: the events have new ids and the versions that readers may know already.
 */
@Injectable()
export class Republish {
  constructor(
    private readonly republishers: Republishers,
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 422 topic-not-republished, or invalid-request where `after` is no id of this topic's rows */
  async page({ topic, schoolCode, after }: RepublishRequest, actor: Actor): Promise<Republished> {
    const republisher = this.republishers.of(topic);
    if (!republisher) throw topicNotRepublished();
    checkAfter(republisher, after);
    await this.commands.begin(actor, actions.republish);
    let events = 0;
    let next: string | undefined = after;
    for (let pages = 0; pages < PAGES_OF_A_REQUEST; pages++) {
      const page = await this.publishPage(republisher, next, schoolCode);
      events += page.events.length;
      if (page.last === undefined) return { topic, events };
      next = page.last;
    }
    return { topic, events, next };
  }

  private publishPage(republisher: Republisher, after: string | undefined, schoolCode: string | undefined) {
    return this.transactions.run(allSchools, async (tx) => {
      const request = { after: after ?? null, schoolCode: schoolCode ?? null, limit: PAGE_ROWS };
      const page = await republisher.page(tx, request);
      await this.outbox.publish(
        tx,
        page.events.map((event) => ({ ...event, replayed: true })),
      );
      return page;
    });
  }
}

function checkAfter({ id }: Republisher, after: string | undefined): void {
  const issues = id.optional().safeParse(after).error?.issues ?? [];
  if (issues.length > 0) throw invalidRequest(issues.map((issue) => ({ ...issue, path: ['after'] })));
}

export const topicNotRepublished = () => new Problem(reconciliationProblems['topic-not-republished']);
