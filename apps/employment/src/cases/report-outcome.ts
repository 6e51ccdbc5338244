import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Commands, stepOf } from '#commands';
import { OUTCOME_CATEGORIES, OutcomeReported } from '#contracts';
import type { Transaction } from '#database';
import { eventOf, Outbox } from '#messaging';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { markReported, type Reported } from '../domain/case.js';
import { decideOutcome } from '../domain/outcome.js';
import { problems } from '../problems.js';
import { lockCases, saveCases } from './case-row.js';
import type { OutcomeView } from './case-view.js';
import { caseNotFound } from './find-case.js';

/** 去向登记. A later outcome is reported beside the earlier ones. */
export const OutcomeReport = z
  .strictObject({
    category: z.enum(OUTCOME_CATEGORIES).meta({ description: '去向类别' }),
    startedOn: z.iso.date().meta({ description: '起始日期' }),
    employerUscc: z
      .string()
      .trim()
      .toUpperCase()
      .max(18)
      .optional()
      .meta({ description: '统一社会信用代码' }),
    employerName: z.string().trim().min(1).max(200).optional().meta({ description: '用人单位名称' }),
    regionCode: z
      .string()
      .regex(/^\d{6}$/)
      .optional()
      .meta({ description: '行政区划代码 GB/T 2260' }),
  })
  .meta({ id: 'OutcomeReport' });
export type OutcomeReport = z.infer<typeof OutcomeReport>;

@Injectable()
export class ReportOutcome {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem 404 no such case in the actor's scope, 409 cancelled, 422 what the category does not allow */
  run(actor: Actor, registrationId: string, report: OutcomeReport): Promise<OutcomeView> {
    return this.commands.run(actor, actions['report-outcome'], async (tx) => {
      const known = (await lockCases(tx, [registrationId])).get(registrationId);
      if (!known) throw caseNotFound();
      const decision = decideOutcome(known, report);
      if (!decision.accepted) throw new Problem(problems[decision.code]);
      const reportedAt = new Date().toISOString();
      const outcome = { ...report, outcomeId: uuidv7(), reportedBy: actor.subject, reportedAt };
      const reported = markReported(decision.open, reportedAt);
      await saveCases(tx, [reported]);
      tx.changed(stepOf('case', registrationId, reported));
      await append(tx, reported, outcome);
      await this.outbox.publish(tx, [outcomeReported(reported, outcome)]);
      return outcome;
    });
  }
}

async function append(tx: Transaction, { registrationId, schoolCode }: Reported, outcome: OutcomeView) {
  await tx.query(
    `insert into outcomes (outcome_id, registration_id, school_code, category, employer_uscc, employer_name,
       region_code, started_on, reported_by, reported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      outcome.outcomeId,
      registrationId,
      schoolCode,
      outcome.category,
      outcome.employerUscc,
      outcome.employerName,
      outcome.regionCode,
      outcome.startedOn,
      outcome.reportedBy,
      outcome.reportedAt,
    ],
  );
}

function outcomeReported({ registrationId, personId, schoolCode, version }: Reported, outcome: OutcomeView) {
  const { outcomeId, category, startedOn, reportedAt } = outcome;
  return eventOf(OutcomeReported, {
    data: { registrationId, personId, schoolCode, outcomeId, category, startedOn, reportedAt },
    version,
  });
}
