import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { Commands, declareActions } from '#commands';
import { id, Level, PlanScope, Season, schoolCode, SEASONS, StudyMode } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { filledWorkbook } from '#importing';
import { listOf, pageOf, several } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { majorCode } from '../catalogue/catalogue.js';
import { freeSeats, PLAN_STATUSES } from '../domain/plan-line.js';
import { planFile } from './plan-columns.js';
import { planLines } from './plan-lines.js';

/** 招生计划使用情况: how many seats of a plan line are planned, reserved, used and free. */
export const PlanUsage = z
  .object({
    planLineId: id,
    year: z.int(),
    season: Season,
    offeringId: id,
    schoolCode,
    catalogueVersion: z.string(),
    majorCode: z.string(),
    level: Level,
    mode: StudyMode,
    scope: PlanScope,
    planned: z.int(),
    reserved: z.int(),
    used: z.int(),
    free: z.int(),
    status: z.enum(PLAN_STATUSES),
    returnReason: z.string().optional().describe('Of a returned line'),
    adjustment: z
      .object({
        state: z.enum(['PENDING', 'APPROVED', 'RETURNED']),
        planned: z.int(),
        reason: z.string(),
        returnReason: z.string().optional(),
      })
      .optional()
      .describe('计划调整: the last that was asked for, and what became of it'),
    closedBecause: z
      .enum(['TIME', 'DECISION'])
      .optional()
      .describe('Of a closed line: the season is over, or the city decided so'),
    version: z.int(),
  })
  .meta({ id: 'PlanUsage' });
export type PlanUsage = z.infer<typeof PlanUsage>;

const usage = listOf({
  filters: {
    schoolCode: ['school_code', schoolCode],
    offeringId: ['offering_id', id],
    majorCode: ['major_code', majorCode],
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    season: ['season', z.enum(SEASONS)],
    planStatus: several('status', z.enum(PLAN_STATUSES)),
    adjustmentPending: [
      `coalesce(adjustment_state = 'PENDING', false)`,
      z.stringbool().describe('true: an adjustment waits for its decision'),
    ],
  },
  sorts: { planLineId: ['plan_line_id'] },
});
export const UsageFilter = usage.query;
export type UsageFilter = z.infer<typeof UsageFilter>;
export const UsageExport = usage.exportQuery;
export type UsageExport = z.infer<typeof UsageExport>;
export const UsagePage = pageOf(PlanUsage);

const { 'export-plan-lines': EXPORT_PLAN_LINES } = declareActions({
  'export-plan-lines': { zh: '导出了招生计划', en: 'exported plan lines' },
});

const source = {
  select: `select ${planLines.selected}, catalogue_version, major_code, level, mode
    from plan_lines join offerings using (offering_id)`,
  itemOf: (row: Record<string, unknown>) => {
    const line = planLines.stateOf(row);
    const { catalogue_version: catalogueVersion, major_code: major, level, mode } = row;
    return PlanUsage.parse({
      ...line,
      catalogueVersion,
      majorCode: major,
      level,
      mode,
      free: freeSeats(line),
    });
  },
};

selectedBy(planLines, usage, () => source);

/** As a row of a file. */
const rowOf = (row: Record<string, unknown>) => ({ ...source.itemOf(row), studyMode: row.mode });

@Injectable()
export class ListPlanUsage {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  async list(query: UsageFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) => usage.page(tx, query, source));
  }

  /** One line, in the transaction of a command on it. */
  async one(tx: Transaction, planLineId: string): Promise<PlanUsage> {
    const [row] = await tx.query(`${source.select} where plan_line_id = $1`, [planLineId]);
    return source.itemOf(row!);
  }

  /** What {@link list} shows, as a file that can be uploaded again. Written down. @throws Problem 422 */
  async workbook(query: UsageExport, actor: Actor): Promise<Buffer> {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.commands.look(actor, EXPORT_PLAN_LINES, (tx) =>
      filledWorkbook(planFile, usage.all(tx, query, { ...source, itemOf: rowOf })),
    );
  }
}
