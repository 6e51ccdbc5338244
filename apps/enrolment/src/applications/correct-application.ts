import { Inject, Injectable } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { Problem } from '#runtime';
import { accountableReason, type Actor, Sealer } from '#security';
import type { StudyRules } from '../domain/study-rules.js';
import { problems } from '../problems.js';
import { ApplicationView, showApplication } from './application-view.js';
import { applications } from './applications.js';
import { NewApplication } from './new-application.js';
import { saveCorrections } from './save-corrections.js';
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
      const correction = { known, submission, warnings, reason };
      const refused = await saveCorrections(tx, correctApplication, [correction], { transitions, sealer, actor }); // prettier-ignore
      for (const problem of refused.values()) throw problem;
      return showApplication(tx, sealer, applicationId);
    });
  }
}
