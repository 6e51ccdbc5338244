import { z } from 'zod';
import { Level, StudyMode, day, id, schoolCode } from '#contracts';
import type { Qualification, QualificationState } from '../domain/qualification.js';

export interface QualificationRow {
  qualification_id: string;
  school_code: string;
  state: QualificationState;
  valid_from: string;
  valid_to: string;
  levels: Level[];
  modes: StudyMode[];
  out_of_city_allowed: boolean;
  reason: string;
  publication_no: string;
  suspension_reason: string | null;
  version: number;
}

export const QualificationView = z
  .object({
    qualificationId: id,
    schoolCode,
    state: z.enum(['DRAFT', 'PUBLISHED', 'SUSPENDED', 'REVOKED', 'EXPIRED']),
    validFrom: day,
    validTo: day,
    levels: z.array(Level),
    modes: z.array(StudyMode),
    outOfCityAllowed: z.boolean(),
    reason: z.string(),
    publicationNo: z.string(),
    suspensionReason: z.string().optional(),
    version: z.int(),
  })
  .meta({ id: 'Qualification' });
export type QualificationView = z.infer<typeof QualificationView>;

export const qualificationView = (row: QualificationRow): QualificationView => ({
  qualificationId: row.qualification_id,
  schoolCode: row.school_code,
  ...qualificationOf(row),
  levels: row.levels,
  modes: row.modes,
  reason: row.reason,
  publicationNo: row.publication_no,
  suspensionReason: row.suspension_reason ?? undefined,
  version: row.version,
});

export const qualificationOf = (row: QualificationRow): Qualification => ({
  state: row.state,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  levels: row.levels,
  modes: row.modes,
  outOfCityAllowed: row.out_of_city_allowed,
});
