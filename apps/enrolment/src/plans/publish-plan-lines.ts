import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { id } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import type { OfferingStatus, SchoolStatus } from '../domain/admission.js';
import { refusalToPublish } from '../domain/plan-line.js';
import { refusedItem } from '../domain/refusal.js';
import type { PlanLines } from './draft-plan-lines.js';
import { lockPlanLines } from './move-seats.js';
import { changeOfLine, type PlanLineRow, planLineState } from './plan-line-row.js';

export const PlanPublication = z.strictObject({ planLineIds: z.array(id).min(1).max(1000) });
export type PlanPublication = z.infer<typeof PlanPublication>;

/** 计划公布: from now on applicants can be admitted to the seats. Not by who drafted them. */
@Injectable()
export class PublishPlanLines {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run({ planLineIds }: PlanPublication, actor: Actor): Promise<z.infer<typeof PlanLines>> {
    return this.commands.run(actor, actions['publish-plan-lines'], async (tx) => {
      const ids = [...new Set(planLineIds)];
      const cases = await lockCases(tx, ids);
      const outcomes = ids.map((planLineId) => {
        const line = cases.get(planLineId);
        return { planLineId, code: line ? refusalToPublish(line, actor.subject) : ('not-found' as const) };
      });
      const accepted = outcomes.filter(({ code }) => !code).map(({ planLineId }) => planLineId);
      const published = await publishDrafts(tx, accepted, actor);
      await this.outbox.publish(tx, published.map(planLineState));
      tx.changed(...published.map(changeOfLine));
      const refused = outcomes.flatMap(({ planLineId, code }) => (code ? refusedItem(planLineId, code) : []));
      tx.refused('plan-line', refused);
      return { accepted: accepted.length, planLineIds: accepted, refused };
    });
  }
}

async function lockCases(tx: Transaction, planLineIds: string[]) {
  const lines = await lockPlanLines(tx, planLineIds);
  const states = await tx.query<{ offering_id: string; offering: OfferingStatus; school: SchoolStatus }>(
    `select offering_id, o.status as offering, s.status as school
     from offerings o join schools s using (school_code) where offering_id = any($1)`,
    [lines.map((line) => line.offering_id)],
  );
  const byOffering = new Map(states.map((state) => [state.offering_id, state]));
  return new Map(
    lines.map((line) => {
      const { offering, school } = byOffering.get(line.offering_id)!;
      const { status, drafted_by: draftedBy } = line;
      return [line.plan_line_id, { status, draftedBy, offeringStatus: offering, schoolStatus: school }];
    }),
  );
}

const publishDrafts = (tx: Transaction, planLineIds: string[], actor: Actor) =>
  tx.query<PlanLineRow>(
    `update plan_lines set status = 'PUBLISHED', published_by = $2, version = version + 1
     where plan_line_id = any($1) and status = 'DRAFT' returning *`,
    [planLineIds, actor.subject],
  );
