import { z } from 'zod';
import { type Change, stepOf } from '#commands';
import { PlanLineState, PlanScope, Season, id, schoolCode } from '#contracts';
import { eventOf } from '#messaging';
import { freeSeats } from '../domain/seats.js';

export interface PlanLineRow {
  plan_line_id: string;
  year: number;
  season: Season;
  offering_id: string;
  school_code: string;
  scope: PlanScope;
  planned: number;
  reserved: number;
  used: number;
  status: 'DRAFT' | 'PUBLISHED' | 'CLOSED';
  drafted_by: string;
  published_by: string | null;
  version: number;
}

/** 招生计划使用情况: how many seats of a plan line are planned, reserved, used and free. */
export const PlanUsage = z
  .object({
    planLineId: id,
    year: z.int(),
    season: Season,
    offeringId: id,
    schoolCode,
    scope: PlanScope,
    planned: z.int(),
    reserved: z.int(),
    used: z.int(),
    free: z.int(),
    status: z.enum(['DRAFT', 'PUBLISHED', 'CLOSED']),
    version: z.int(),
  })
  .meta({ id: 'PlanUsage' });
export type PlanUsage = z.infer<typeof PlanUsage>;

const plain = (row: PlanLineRow) => ({
  planLineId: row.plan_line_id,
  year: row.year,
  season: row.season,
  offeringId: row.offering_id,
  schoolCode: row.school_code,
  scope: row.scope,
  planned: row.planned,
  reserved: row.reserved,
  used: row.used,
  status: row.status,
});

export const planUsage = (row: PlanLineRow): PlanUsage => ({
  ...plain(row),
  free: freeSeats(row),
  version: row.version,
});

/** For the audit trail, of a line that was drafted, or changed by one step. */
export const changeOfLine = (row: PlanLineRow): Change =>
  stepOf('plan-line', row.plan_line_id, { schoolCode: row.school_code, version: row.version });

export const planLineState = (row: PlanLineRow) =>
  eventOf(PlanLineState, { data: plain(row), version: row.version });
