import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { day, OUTCOME_CATEGORIES } from '#contracts';
import type { Transaction } from '#database';
import { commonProblems, Problem } from '#runtime';
import { type Actor, clearText } from '#security';
import { caseNotFound, OutcomeView } from './case-view.js';
import type { Case } from '../domain/case.js';
import { problems } from '../problems.js';
import { cases, reportOutcomes } from './cases.js';

/** 去向登记. A later outcome is reported beside the earlier ones. */
export const reportOutcome = command({
  name: reportOutcomes.name,
  path: ':registrationId/outcomes',
  roles: ['school-employment-officer'],
  sentence: { zh: '登记了毕业去向', en: 'reported an outcome' },
  body: z
    .strictObject({
      category: z.enum(OUTCOME_CATEGORIES).meta({ description: '去向类别' }),
      startedOn: day.meta({ description: '起始日期' }),
      employerUscc: z
        .string()
        .trim()
        .toUpperCase()
        .max(18)
        .optional()
        .meta({ description: '统一社会信用代码' }),
      employerName: clearText(200).optional().meta({ description: '用人单位名称' }),
      regionCode: z
        .string()
        .regex(/^\d{6}$/)
        .optional()
        .meta({ description: '行政区划代码 GB/T 2260' }),
    })
    .meta({ id: 'OutcomeReport' }),
  answers: [201, OutcomeView],
  refuses: [
    { ...commonProblems, ...problems },
    'not-found',
    'case-cancelled',
    'graduate-deceased',
    'existing-job-is-part-time-only',
    'employer-uscc-required',
    'employer-uscc-invalid',
  ],
});

@Injectable()
export class ReportOutcome {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 404 no such case in the actor's scope, 409 cancelled or deceased, 422 what the category does not allow */
  report(actor: Actor, registrationId: string, report: BodyOf<typeof reportOutcome>): Promise<OutcomeView> {
    return this.commands.run(actor, reportOutcome.action, async (tx) => {
      const [known] = await cases.lock(tx, [registrationId]);
      if (!known) throw caseNotFound();
      const reportedAt = tx.at.toISOString();
      const outcome = { ...report, outcomeId: uuidv7(), reportedBy: actor.subject, reportedAt };
      await append(tx, known, outcome);
      const { refused } = await this.transitions.take(tx, reportOutcomes, [known], report, { actor });
      // Then the outcome goes with the transaction.
      if (refused[0]) throw new Problem(reportOutcomes.refusals[refused[0].code]!);
      return outcome;
    });
  }
}

async function append(tx: Transaction, known: Case, outcome: OutcomeView) {
  await tx.query(
    `insert into outcomes (outcome_id, registration_id, school_code, category, employer_uscc, employer_name,
       region_code, started_on, reported_by, reported_at, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      outcome.outcomeId,
      known.registrationId,
      known.schoolCode,
      outcome.category,
      outcome.employerUscc,
      outcome.employerName,
      outcome.regionCode,
      outcome.startedOn,
      outcome.reportedBy,
      outcome.reportedAt,
      known.version + 1,
    ],
  );
}
