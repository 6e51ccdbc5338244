import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { PlanScope, SEASONS, id } from '#contracts';
import { refusedItems } from '#runtime';
import { type Actor, accountableReason } from '#security';
import { refusedItem } from '../problems.js';
import { seats } from './adjust-plan-lines.js';
import { draftLines } from './draft-lines.js';
import { planKey } from './plan-lines.js';

const newLine = z.strictObject({
  year: z.int().min(2000).max(2100),
  season: z.enum(SEASONS),
  offeringId: id,
  scope: PlanScope,
  planned: seats,
  reason: accountableReason
    .optional()
    .describe('Of a published line: asks to adjust it to this number, for this reason'),
});

const PlanLines = z.object({
  accepted: z.int(),
  planLineIds: z.array(id).describe('In the order of the accepted items'),
  refused: refusedItems,
});

export const draftPlanLines = command({
  name: 'draft-plan-lines',
  path: 'batch',
  roles: ['school-admissions'],
  sentence: { zh: '起草了招生计划', en: 'drafted the plan line' },
  body: z.strictObject({
    lines: z.array(newLine).min(1).max(1000),
    submit: z.boolean().default(true).describe('false: they stay drafts, to be submitted later'),
  }),
  answers: [200, PlanLines],
});

/** Drafts 招生计划 lines and submits them: those that are new, and those that are still with the school; asks to adjust others. */
@Injectable()
export class DraftPlanLines {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  draft({ lines, submit }: BodyOf<typeof draftPlanLines>, actor: Actor): Promise<z.infer<typeof PlanLines>> {
    return this.commands.run(actor, draftPlanLines.action, async (tx) => {
      // Of two with one key the last counts.
      const wanted = [...new Map(lines.map((line) => [planKey(line), line])).values()];
      const decisions = await draftLines(tx, this.transitions, draftPlanLines, wanted, { actor, submit });
      const planLineIds = decisions.flatMap((each) => (each.ok ? each.value.planLineId : []));
      const refused = wanted.flatMap((line, at) => {
        const decision = decisions[at]!;
        return decision.ok ? [] : { ...refusedItem(planKey(line), decision.code), ...decision.words };
      });
      tx.refused('plan-line', refused);
      return { accepted: planLineIds.length, planLineIds, refused };
    });
  }
}
