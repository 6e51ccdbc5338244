import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { day, PlanScope, schoolCode, SEASONS, LEVELS, StudyMode } from '#contracts';
import { Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { majorCode } from '../catalogue/catalogue.js';
import { Authority } from '../domain/authority.js';
import { figuresOfLines, figuresOfSources } from './usage-sql.js';

/** 院校, 主管部门, 专业, 层次, 学习形式, 季节, 计划范围, 生源类别 */
export const GROUPS = [
  'school',
  'district',
  'major',
  'level',
  'mode',
  'season',
  'scope',
  'sourceType',
] as const;

export const FiguresFilter = z.strictObject({
  by: z.enum(GROUPS).default('school').describe('What the figures are told apart by'),
  asOf: day.optional().describe('At the end of this day, in China; now where it is left out'),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  season: z.enum(SEASONS).optional(),
  schoolCode: schoolCode.optional(),
  authorityCode: Authority.shape.authorityCode.optional(),
  majorCode: majorCode.optional(),
  level: z.enum(LEVELS).optional(),
  mode: StudyMode.optional(),
  scope: PlanScope.optional(),
});
export type FiguresFilter = z.infer<typeof FiguresFilter>;

const figures = {
  proposed: z
    .int()
    .optional()
    .describe('计划人数 of lines that are submitted or approved, and not published yet'),
  planned: z.int().optional().describe('计划人数 of lines that are published or closed'),
  reserved: z.int().describe('Admitted, or offered a seat, and not checked in'),
  used: z.int().describe('Checked in'),
  free: z.int().optional(),
  target: z.int().optional().describe('年度招生目标, for the city where nothing but the year is filtered'),
};

export const PlanFigures = z
  .object({
    by: z.enum(GROUPS),
    asOf: day,
    total: z.object(figures),
    items: z.array(z.object({ key: z.string(), name: z.string().optional(), ...figures })),
  })
  .meta({ id: 'PlanFigures' });
export type PlanFigures = z.infer<typeof PlanFigures>;

export interface FiguresRow {
  /** null: the total */
  key: string | null;
  name: string | null;
  proposed: number | null;
  planned: number | null;
  reserved: number;
  used: number;
  target: number | null;
}

/** 招生计划执行情况: what was planned, reserved and used at the end of a day, in one statement. */
@Injectable()
export class ReadPlanFigures {
  constructor(private readonly transactions: Transactions) {}

  async read({ by, asOf, ...filter }: FiguresFilter, actor: Actor): Promise<PlanFigures> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, filter.schoolCode);
    return this.transactions.run(scope, async (tx) => {
      const today = dayInChina(tx.at);
      const on = asOf ?? today;
      const asked = { filter, on, withTargets: scope.kind === 'all' && isOfWholeYear(filter) };
      const { sql, values } = by === 'sourceType' ? figuresOfSources(asked) : figuresOfLines(by, asked);
      const rows = await tx.query<FiguresRow>(sql, values);
      const items = rows.filter((row): row is FiguresRow & { key: string } => row.key !== null);
      const total = rows.find(({ key }) => key === null);
      return { by, asOf: on, total: figuresOf(total ?? NONE), items: items.map((row) => ({ key: row.key, name: row.name ?? undefined, ...figuresOf(row) })) }; // prettier-ignore
    });
  }
}

/** A target is set for a year: beside a part of it, or of the city, it would say nothing. */
const isOfWholeYear = ({ year, ...others }: Omit<FiguresFilter, 'by' | 'asOf'>) =>
  year !== undefined && Object.values(others).every((each) => each === undefined);

const NONE = { proposed: 0, planned: 0, reserved: 0, used: 0, target: null };

const figuresOf = ({ proposed, planned, reserved, used, target }: Omit<FiguresRow, 'key' | 'name'>) => ({
  proposed: proposed ?? undefined,
  planned: planned ?? undefined,
  reserved,
  used,
  free: planned === null ? undefined : planned - reserved - used,
  target: target ?? undefined,
});
