import { z } from 'zod';
import { Level, SchoolState, SchoolType, StudyMode, schoolCode } from '#contracts';
import type { DataOf } from '#contracts';
import { parseUscc } from '#national-codes';
import {
  QualificationView,
  qualificationView,
  type QualificationRow,
} from '../qualifications/qualification-row.js';

/** 统一社会信用代码, stored in upper case. */
export const uscc = z.string().transform((text, context) => {
  const parsed = parseUscc(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
  return z.NEVER;
});

export interface SchoolRow {
  school_code: string;
  uscc: string;
  name: string;
  school_type: SchoolType;
  ownership: string;
  authority_code: string;
  region_code: string;
  authority_tier: 'CITY' | 'DISTRICT';
  in_higher_ed_sequence: boolean;
  status: 'ACTIVE' | 'CLOSED' | 'MERGED';
  version: number;
}

export const SchoolView = z
  .object({
    schoolCode,
    uscc: z.string(),
    name: z.string(),
    schoolType: SchoolType,
    ownership: z.string(),
    authorityCode: z.string(),
    regionCode: z.string(),
    authorityTier: z.enum(['CITY', 'DISTRICT']),
    inHigherEdSequence: z.boolean(),
    status: z.enum(['ACTIVE', 'CLOSED', 'MERGED']),
    version: z.int(),
    qualifications: z.array(QualificationView),
  })
  .meta({ id: 'School' });
export type SchoolView = z.infer<typeof SchoolView>;

export const schoolView = (row: SchoolRow, qualifications: QualificationRow[]): SchoolView => ({
  schoolCode: row.school_code,
  uscc: row.uscc,
  name: row.name,
  schoolType: row.school_type,
  ownership: row.ownership,
  authorityCode: row.authority_code,
  regionCode: row.region_code,
  authorityTier: row.authority_tier,
  inHigherEdSequence: row.in_higher_ed_sequence,
  status: row.status,
  version: row.version,
  qualifications: qualifications.map(qualificationView),
});

/** What other services may know of the school: no reasons, no publication numbers. */
export function schoolState(row: SchoolRow, qualifications: QualificationRow[]): DataOf<typeof SchoolState> {
  const { version: _version, ...school } = schoolView(row, []);
  return {
    ...school,
    qualifications: qualifications.map((each) => ({
      qualificationId: each.qualification_id,
      state: each.state,
      validFrom: each.valid_from,
      validTo: each.valid_to,
      levels: each.levels.map((level) => Level.parse(level)),
      modes: each.modes.map((mode) => StudyMode.parse(mode)),
      outOfCityAllowed: each.out_of_city_allowed,
    })),
  };
}
