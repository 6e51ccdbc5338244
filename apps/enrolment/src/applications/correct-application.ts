import { Inject, Injectable } from '@nestjs/common';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { Problem } from '#runtime';
import { accountableReason, type Actor, Sealer } from '#security';
import { correct } from '../domain/application-moves.js';
import type { StudyRules } from '../domain/study-rules.js';
import { keptWarnings } from '../domain/warnings.js';
import { recheckConflicts } from '../identity-conflicts/find-conflicts.js';
import { problems } from '../problems.js';
import { ApplicationView, showApplication } from './application-view.js';
import { applications, takenPlaces } from './applications.js';
import { NewApplication } from './new-application.js';
import { resealed } from './reseal-persons.js';
import { STUDY_RULES } from './study-rules.js';
import { assess } from './submit-application.js';

export const correctApplication = command({
  name: 'correct-application',
  path: ':applicationId/correct',
  roles: ['school-admissions'],
  sentence: { zh: '更正了报名', en: 'corrected the application' },
  body: NewApplication.extend({ reason: accountableReason.meta({ example: '姓名录入有误' }) }),
  answers: [200, ApplicationView],
  refuses: [
    problems,
    'not-found',
    'wrong-state',
    'already-applied',
    'offering-not-active',
    'unknown-offering',
    'application-incomplete',
  ],
});

/** 更正报名: whole, as it should have been entered. Who did it and why stands in the history; what was said of the person before is kept sealed. */
@Injectable()
export class CorrectApplication {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
    @Inject(STUDY_RULES) private readonly rules: readonly StudyRules[],
  ) {}

  /** @throws Problem 404, 409, 422 */
  correct(
    applicationId: string,
    { reason, ...given }: BodyOf<typeof correctApplication>,
    actor: Actor,
  ): Promise<ApplicationView> {
    return this.commands.run(actor, correctApplication.action, async (tx) => {
      const { transitions, sealer, rules } = this;
      const [known] = await applications.lock(tx, [applicationId]);
      if (!known) throw new Problem(problems['not-found']);
      const { submission, warnings } = await assess(tx, given, actor, { sealer, rules, known });
      const { person, ...asked } = submission;
      const corrected = {
        ...asked,
        ...(await resealed(tx, [{ known, person }], { sealer, actor }))[0],
        warnings: keptWarnings(warnings),
      };
      const isTaken = await takenPlaces(tx, [{ ...known, ...corrected }]);
      const decision = correct(known, corrected, { ...askedBy(tx, actor), isTaken });
      if (!decision.ok) throw new Problem(problems[decision.code]);
      const version = { before: known, after: decision.value, reason };
      await transitions.save(tx, applications, correctApplication, [version], { actor });
      await recheckConflicts(tx, transitions, [applicationId]);
      return showApplication(tx, sealer, applicationId);
    });
  }
}
