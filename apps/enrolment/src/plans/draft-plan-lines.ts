import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { askedBy, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { PlanScope, SEASONS, id } from '#contracts';
import type { Transaction } from '#database';
import { refusedItems } from '#runtime';
import type { Actor } from '#security';
import type { Offering } from '../domain/offering.js';
import { isPlannable, redraft } from '../domain/plan-line.js';
import { refusedItem } from '../problems.js';
import { lockPlanLines, PLAN_KEY, planKey, planLines } from './plan-lines.js';

const newLine = z.strictObject({
  year: z.int().min(2000).max(2100),
  season: z.enum(SEASONS),
  offeringId: id,
  scope: PlanScope,
  planned: z.int().min(0).max(100_000),
});
type NewLine = z.infer<typeof newLine>;

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
  body: z.strictObject({ lines: z.array(newLine).min(1).max(1000) }),
  answers: [200, PlanLines],
});

/** Drafts 招生计划 lines: makes those that are new, and changes the number of those that are still drafts. */
@Injectable()
export class DraftPlanLines {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  draft({ lines }: BodyOf<typeof draftPlanLines>, actor: Actor): Promise<z.infer<typeof PlanLines>> {
    return this.commands.run(actor, draftPlanLines.action, async (tx) => {
      const statuses = await ownOfferings(tx, lines, actor);
      const wanted = [...new Map(lines.map((line) => [planKey(line), line])).values()];
      const { today } = askedBy(tx, actor);
      const possible = wanted.filter(
        ({ offeringId, year }) => statuses.get(offeringId) === 'ACTIVE' && isPlannable(year, today),
      );
      const added = possible.map((line) => ({ after: newDraft(line, actor) }));
      await this.transitions.save(tx, planLines, draftPlanLines, added, { actor, unless: PLAN_KEY });
      const known = await lockPlanLines(tx, possible);
      const decided = wanted.map((line) => {
        const status = statuses.get(line.offeringId);
        const before = known.get(planKey(line));
        if (!status) return { line, code: 'unknown-offering' as const };
        if (!isPlannable(line.year, today)) return { line, code: 'plan-year-out-of-range' as const };
        if (!before) return { line, code: 'offering-not-active' as const };
        const decision = redraft(before, line.planned, askedBy(tx, actor));
        return decision.ok ? { line, before, after: decision.value } : { line, code: decision.code };
      });
      const drafted = decided.flatMap(({ before, after }) => (after ? { before, after } : []));
      const changed = drafted.filter(({ before, after }) => after !== before);
      await this.transitions.save(tx, planLines, draftPlanLines, changed, { actor });
      const planLineIds = drafted.map(({ after }) => after.planLineId);
      const refused = decided.flatMap(({ line, code }) => (code ? refusedItem(planKey(line), code) : []));
      tx.refused('plan-line', refused);
      return { accepted: planLineIds.length, planLineIds, refused };
    });
  }
}

const newDraft = (line: NewLine, { subject: draftedBy, schoolCode }: Actor) => ({
  ...line,
  planLineId: uuidv7(),
  schoolCode: schoolCode!,
  reserved: 0,
  used: 0,
  status: 'DRAFT' as const,
  draftedBy,
  version: 1,
});

/** The statuses of those that are offerings of the actor's school. */
async function ownOfferings(tx: Transaction, lines: NewLine[], { schoolCode }: Actor) {
  const rows = await tx.query<{ offering_id: string; status: Offering['status'] }>(
    'select offering_id, status from offerings where offering_id = any($1) and school_code = $2',
    [lines.map(({ offeringId }) => offeringId), schoolCode],
  );
  return new Map(rows.map((row) => [row.offering_id, row.status]));
}
