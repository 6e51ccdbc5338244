import { StudentGraduated } from '#contracts';
import type { Transaction } from '#database';
import { Outbox, ReactsTo, type Received } from '#messaging';
import { trackingOpened } from '../../cases/case-events.js';
import { lockCases, saveCases } from '../../cases/case-row.js';
import { erasedAmong } from '../../cases/erased-persons.js';
import { erasedGraduate, graduateOf, open } from '../../domain/case.js';

type Graduation = Received<typeof StudentGraduated>;

/** A graduation opens exactly one employment case. */
@ReactsTo(StudentGraduated)
export class OpenCases {
  constructor(private readonly outbox: Outbox) {}

  async handle(graduations: Graduation[], tx: Transaction): Promise<void> {
    // In order, so that the last one of a registration is the newest.
    const causes = new Map(graduations.map((graduation) => [graduation.data.registrationId, graduation]));
    // Erasures first, then cases, as an erasure does: so the two cannot deadlock.
    const erased = await erasedAmong(
      tx,
      graduations.map(({ data }) => data.personId),
    );
    const known = await lockCases(tx, [...causes.keys()]);
    const openedAt = new Date().toISOString();
    const opened = [...causes.values()].flatMap(({ data, version }) => {
      const graduate = erasedGraduate(graduateOf(data), erased.get(data.personId));
      return open(graduate, version, openedAt, known.get(data.registrationId)) ?? [];
    });
    const saved = await saveCases(tx, opened);
    const events = opened
      .filter(({ registrationId }) => saved.has(registrationId))
      .map((each) => trackingOpened(each, causes.get(each.registrationId)));
    await this.outbox.publish(tx, events);
  }
}
