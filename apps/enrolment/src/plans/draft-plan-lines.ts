import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Commands } from '#commands';
import { PlanScope, SEASONS, id } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { refusedItems } from '#runtime';
import type { Actor } from '#security';
import { actions } from '../actions.js';
import { type RefusalCode, refusedItem } from '../domain/refusal.js';
import type { OfferingRow } from '../offerings/offering-row.js';
import { changeOfLine, type PlanLineRow, planLineState } from './plan-line-row.js';

const newLine = z.strictObject({
  year: z.int().min(2000).max(2100),
  season: z.enum(SEASONS),
  offeringId: id,
  scope: PlanScope,
  planned: z.int().min(0).max(100_000),
});
type NewLine = z.infer<typeof newLine>;
export const NewPlanLines = z.strictObject({ lines: z.array(newLine).min(1).max(1000) });
export type NewPlanLines = z.infer<typeof NewPlanLines>;

export const PlanLines = z.object({
  accepted: z.int(),
  planLineIds: z.array(id).describe('In the order of the accepted items'),
  refused: refusedItems,
});

/** Drafts 招生计划 lines. A draft may be drafted again with another number; a published line may not. */
@Injectable()
export class DraftPlanLines {
  constructor(
    private readonly commands: Commands,
    private readonly outbox: Outbox,
  ) {}

  run({ lines }: NewPlanLines, actor: Actor): Promise<z.infer<typeof PlanLines>> {
    return this.commands.run(actor, actions['draft-plan-lines'], async (tx) => {
      const owned = await ownActiveOfferings(tx, lines, actor);
      const wanted = [...new Map(lines.map((line) => [keyOf(line), line])).values()];
      const possible = wanted.filter(({ offeringId }) => owned.get(offeringId)?.status === 'ACTIVE');
      const changed = await upsertDrafts(tx, possible, actor);
      await this.outbox.publish(tx, changed.map(planLineState));
      tx.changed(...changed.map(changeOfLine));
      const found = new Map((await findLines(tx, possible)).map((row) => [keyOfRow(row), row]));
      const outcomes = wanted.map((line) => ({ line, ...outcomeOf(line, owned, found) }));
      const planLineIds = outcomes.flatMap(({ planLineId }) => planLineId ?? []);
      const refused = outcomes.flatMap(({ line, code }) => (code ? refusedItem(keyOf(line), code) : []));
      tx.refused('plan-line', refused);
      return { accepted: planLineIds.length, planLineIds, refused };
    });
  }
}

type OwnedOffering = Pick<OfferingRow, 'offering_id' | 'status'>;

function outcomeOf(
  line: NewLine,
  owned: Map<string, OwnedOffering>,
  found: Map<string, PlanLineRow>,
): { planLineId?: string; code?: RefusalCode } {
  const offering = owned.get(line.offeringId);
  if (!offering) return { code: 'unknown-offering' };
  if (offering.status !== 'ACTIVE') return { code: 'offering-not-active' };
  const row = found.get(keyOf(line));
  if (row?.planned !== line.planned) return { code: 'plan-line-published' };
  return { planLineId: row.plan_line_id };
}

const keyOf = (line: NewLine) => [line.offeringId, line.year, line.season, line.scope].join('/');
const keyOfRow = (row: PlanLineRow) => [row.offering_id, row.year, row.season, row.scope].join('/');

async function ownActiveOfferings(tx: Transaction, lines: NewLine[], { schoolCode }: Actor) {
  const rows = await tx.query<OwnedOffering>(
    `select offering_id, status from offerings
     where offering_id = any($1) and school_code = $2`,
    [lines.map(({ offeringId }) => offeringId), schoolCode],
  );
  return new Map(rows.map((row) => [row.offering_id, row]));
}

/** Inserts what is new and changes what is still a draft, sorted against deadlocks; answers what it touched. */
const upsertDrafts = (tx: Transaction, lines: NewLine[], actor: Actor) => {
  const sorted = lines.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const rows = sorted.map((line) => ({ planLineId: uuidv7(), ...line }));
  return tx.query<PlanLineRow>(
    `insert into plan_lines as line (plan_line_id, year, season, offering_id, school_code, scope, planned, status,
       drafted_by, version)
     select "planLineId", year, season, "offeringId", $2, scope, planned, 'DRAFT', $3, 1
     from jsonb_to_recordset($1::jsonb)
       as new("planLineId" uuid, year int, season text, "offeringId" uuid, scope text, planned int)
     on conflict (offering_id, year, season, scope) do update
       set planned = excluded.planned, drafted_by = excluded.drafted_by, version = line.version + 1
       where line.status = 'DRAFT' and line.planned <> excluded.planned
     returning line.*`,
    [JSON.stringify(rows), actor.schoolCode, actor.subject],
  );
};

const findLines = (tx: Transaction, lines: NewLine[]) =>
  tx.query<PlanLineRow>(
    `select * from plan_lines where (offering_id, year, season, scope) in
       (select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[]))`,
    [
      lines.map((line) => line.offeringId),
      lines.map((line) => line.year),
      lines.map((line) => line.season),
      lines.map((line) => line.scope),
    ],
  );
