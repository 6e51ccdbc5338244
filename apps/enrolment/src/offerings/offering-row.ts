import { z } from 'zod';
import { type Change, stepOf } from '#commands';
import { type DataOf, Level, OfferingState, StudyMode, id, schoolCode } from '#contracts';
import { eventOf } from '#messaging';
import type { OfferingStatus } from '../domain/admission.js';

/** A row of `offerings` with the name of its major, as {@link OFFERINGS} reads it. */
export interface OfferingRow {
  offering_id: string;
  school_code: string;
  catalogue_version: string;
  major_code: string;
  major_name: string;
  level: Level;
  mode: StudyMode;
  status: OfferingStatus;
  version: number;
}

/** Offerings with the names of their majors: goes where a table name goes. */
export const OFFERINGS = `(select o.*, m.name as major_name
  from offerings o join catalogue_majors m using (catalogue_version, major_code)) offering`;

export const OfferingView = z
  .object({
    offeringId: id,
    schoolCode,
    catalogueVersion: z.string(),
    majorCode: z.string(),
    majorName: z.string(),
    level: Level,
    mode: StudyMode,
    status: z.enum(['ACTIVE', 'STOPPED', 'CLOSED']),
    version: z.int(),
  })
  .meta({ id: 'Offering' });
export type OfferingView = z.infer<typeof OfferingView>;

export const offeringView = (row: OfferingRow): OfferingView => ({ ...plain(row), version: row.version });

/** For the audit trail, of an offering that was opened, or changed by one step. */
export const changeOfOffering = (row: OfferingRow): Change =>
  stepOf('offering', row.offering_id, { schoolCode: row.school_code, version: row.version });

const plain = (row: OfferingRow): DataOf<typeof OfferingState> => ({
  offeringId: row.offering_id,
  schoolCode: row.school_code,
  catalogueVersion: row.catalogue_version,
  majorCode: row.major_code,
  majorName: row.major_name,
  level: row.level,
  mode: row.mode,
  status: row.status,
});

export const offeringState = (row: OfferingRow) =>
  eventOf(OfferingState, { data: plain(row), version: row.version });
