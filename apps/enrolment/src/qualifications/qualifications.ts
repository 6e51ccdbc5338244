import { z } from 'zod';
import { aggregate, stateNames } from '#aggregates';
import { day, id, Level, schoolCode, StudyMode } from '#contracts';
import type { Transaction } from '#database';
import { Qualification, REVIEW_DECISIONS } from '../domain/qualification.js';

/** 招生资质 in its table. Whoever locks takes the qualification first, then its school. */
export const qualifications = aggregate({
  name: 'qualification',
  table: 'qualifications',
  id: 'qualificationId',
  school: 'schoolCode',
  states: Qualification,
});

/** The qualifications of some schools, by school. */
export async function qualificationsOf(
  tx: Transaction,
  schoolCodes: readonly string[],
): Promise<(school: { readonly schoolCode: string }) => Qualification[]> {
  const ofThose = 'school_code = any($1) order by qualification_id';
  const found = await qualifications.find(tx, ofThose, [schoolCodes]);
  const bySchool = Map.groupBy(found, (each) => each.schoolCode);
  return (school) => bySchool.get(school.schoolCode) ?? [];
}

export const QualificationView = z
  .object({
    qualificationId: id,
    schoolCode,
    state: z.enum(stateNames(Qualification)),
    stateSince: day.optional().describe('From which day on it has its state'),
    next: z
      .object({ state: z.string(), effectiveOn: day, reason: z.string() })
      .optional()
      .describe('What is decided and waits for its day'),
    review: z
      .object({ on: day, decision: z.enum(REVIEW_DECISIONS), reason: z.string() })
      .optional()
      .describe('定期清理: the last review'),
    validFrom: day,
    validTo: day,
    levels: z.array(Level),
    modes: z.array(StudyMode),
    outOfCityAllowed: z.boolean(),
    reason: z.string(),
    publicationNo: z.string(),
    suspensionReason: z.string().optional(),
    revocationReason: z.string().optional(),
    version: z.int(),
  })
  .meta({ id: 'Qualification' });
export type QualificationView = z.infer<typeof QualificationView>;
