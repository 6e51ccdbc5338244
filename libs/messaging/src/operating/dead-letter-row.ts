import { z } from 'zod';
import { moment } from '#contracts';
import { withoutLongNumbers } from '#runtime';
import type { ConsumedRecord } from '../kafka-port.js';
import { PARK_REASONS, type ParkReason } from '../dead-letters.js';

/** A row of `dead_letters`. */
export interface DeadLetterRow {
  id: string;
  topic: string;
  key: string;
  partition: number;
  record_offset: string;
  headers: Record<string, string>;
  payload: Buffer;
  reason: ParkReason;
  error: string;
  parked_at: Date;
  resolution: 'REDRIVEN' | 'DISCARDED' | null;
  resolved_at: Date | null;
  resolved_by: string | null;
  resolution_reason: string | null;
}

export const DeadLetterView = z
  .object({
    id: z.string(),
    topic: z.string(),
    key: z.string(),
    partition: z.int(),
    offset: z.string(),
    type: z.string().optional(),
    eventId: z.string().optional(),
    subject: z.string().optional(),
    reason: z.enum(PARK_REASONS),
    error: z.string().meta({ description: 'What kind of error it was; never a value of the event' }),
    parkedAt: moment,
    resolution: z.enum(['REDRIVEN', 'DISCARDED']).optional(),
    resolvedAt: moment.optional(),
    resolvedBy: z.string().optional(),
    resolutionReason: z.string().optional(),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetterView = z.infer<typeof DeadLetterView>;

/** Key and subject are ids, unless somebody else wrote the record: then they may be anything. */
export const viewOf = (row: DeadLetterRow): DeadLetterView => ({
  id: row.id,
  topic: row.topic,
  key: withoutLongNumbers(row.key),
  partition: row.partition,
  offset: row.record_offset,
  type: row.headers.ce_type,
  eventId: row.headers.ce_id,
  subject: row.headers.ce_subject && withoutLongNumbers(row.headers.ce_subject),
  reason: row.reason,
  error: row.error,
  parkedAt: row.parked_at.toISOString(),
  resolution: row.resolution ?? undefined,
  resolvedAt: row.resolved_at?.toISOString(),
  resolvedBy: row.resolved_by ?? undefined,
  resolutionReason: row.resolution_reason ?? undefined,
});

/** The record as it came. */
export const recordOf = (row: DeadLetterRow): ConsumedRecord => ({
  topic: row.topic,
  partition: row.partition,
  offset: row.record_offset,
  key: row.key,
  headers: row.headers,
  value: row.payload.toString(),
  timestamp: row.parked_at.getTime(),
});
