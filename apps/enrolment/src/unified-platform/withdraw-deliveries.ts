import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { step, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { acrossSchools } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor } from '#security';
import { admissionReleased, release } from '../applications/close-applications.js';
import { applications } from '../applications/applications.js';
import { withdrawDelivered } from '../domain/delivery.js';
import { wrongState } from '../domain/refusals.js';
import { problems } from '../problems.js';
import { deliveredAs, notDelivered, PlatformNumbers, refusedNumber, refusedNumbers } from './delivered.js';

const WithdrawalOutcome = z
  .object({ accepted: z.int(), platformNumbers: z.array(z.string()), refused: refusedNumbers })
  .meta({ id: 'WithdrawalOutcome' });

export const withdrawDeliveries = command({
  name: 'withdraw-deliveries',
  path: 'withdraw',
  roles: ['unified-platform'],
  sentence: { zh: '撤回了报送的报名', en: 'withdrew the application that it had delivered' },
  body: z.strictObject({
    platformNumbers: PlatformNumbers,
    reason: accountableReason.meta({ example: '考生本人在平台撤回' }),
  }),
  answers: [200, WithdrawalOutcome],
});

const withdrawal = step(applications, {
  name: withdrawDeliveries.name,
  refuses: wrongState,
  decide: (each, _input: { reason: string }, asked) => withdrawDelivered(each, asked),
  saved: release,
  publishes: admissionReleased,
});

/** 平台撤回: the applicant has withdrawn there. Who had a seat lets it go. */
@Injectable()
export class WithdrawDeliveries {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  withdraw({ platformNumbers, reason }: BodyOf<typeof withdrawDeliveries>, actor: Actor) {
    return this.commands.run(actor, withdrawDeliveries.action, async (tx) => {
      const numbers = [...new Set(platformNumbers)];
      const known = await deliveredAs(tx, actor, numbers, { locked: true });
      // Seats and admissions are the schools'; what is taken is what the platform's own scope has found.
      const { refused } = await acrossSchools(tx, (city) =>
        this.transitions.take(city, withdrawal, [...known.values()], { reason }, { actor }),
      );
      tx.refused(applications.name, refused);
      const refusals = new Map(refused.map(({ id, code }) => [id, code as keyof typeof wrongState]));
      const answers = numbers.flatMap((number) => {
        const application = known.get(number);
        if (!application) return notDelivered(number);
        const code = refusals.get(application.applicationId);
        return code ? refusedNumber(number, new Problem(problems[code])) : [];
      });
      const notDone = new Set(answers.map((each) => each.platformNumber));
      const done = numbers.filter((number) => !notDone.has(number));
      return { accepted: done.length, platformNumbers: done, refused: answers };
    });
  }
}
