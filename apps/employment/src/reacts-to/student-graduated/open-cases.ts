import { Transitions } from '#aggregates';
import { StudentGraduated } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { deathsAmong } from '../../cases/deaths.js';
import { cases, openCases, reopenCases } from '../../cases/cases.js';
import { erasedAmong } from '../../cases/erased-persons.js';
import { erasedGraduate, graduateOf, open } from '../../domain/case.js';

type Graduation = Received<typeof StudentGraduated>;

/** A graduation opens exactly one employment case. */
@ReactsTo(StudentGraduated)
export class OpenCases {
  constructor(private readonly transitions: Transitions) {}

  async handle(graduations: Graduation[], tx: Transaction): Promise<void> {
    // In order, so that the last one of a registration is the newest.
    const causes = new Map(graduations.map((graduation) => [graduation.data.registrationId, graduation]));
    // Erasures and deaths first, then cases, as those who note them do: so they cannot deadlock.
    const personIds = graduations.map(({ data }) => data.personId);
    const erased = await erasedAmong(tx, personIds);
    const deaths = await deathsAmong(tx, personIds);
    const graduateIn = ({ data }: Graduation) => ({
      ...erasedGraduate(graduateOf(data), erased.get(data.personId)),
      deceasedOn: deaths.get(data.personId),
    });
    const known = await cases.lock(tx, [...causes.keys()]);
    await this.transitions.take(
      tx,
      reopenCases,
      known,
      ({ registrationId }) => {
        const graduation = causes.get(registrationId)!;
        return { graduate: graduateIn(graduation), version: graduation.version };
      },
      { causeOf: (registrationId) => causes.get(registrationId) },
    );
    for (const { registrationId } of known) causes.delete(registrationId);
    const opened = [...causes.values()].map((causedBy) => ({
      after: open(graduateIn(causedBy), causedBy.version, tx.at.toISOString()),
      causedBy,
    }));
    // One that another transaction has opened at this moment is left alone.
    await this.transitions.save(tx, cases, openCases, opened, { unless: '(registration_id)' });
  }
}
