import { z } from 'zod';
import { type Level, schoolCode, SchoolType } from '#contracts';

/** A school's code as the register takes it. */
export const registeredCode = schoolCode.regex(/^[0-9A-Z]+$/);

/** 院校, as the register knows it. Its version counts the changes of its qualifications as well: they are published as one. */
export const School = z.object({
  schoolCode: registeredCode,
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
});
export type School = z.infer<typeof School>;

/**
 * Levels that each type of school runs. The source document (T4) names them as the focus of a type [S]; that a
 * lower school may not run a higher level is this project's default [D]. A 技师学院 with 中级工 is unusual and allowed.
 */
const LEVELS: Record<SchoolType, readonly Level[]> = {
  TECHNICAL_SCHOOL: ['INTERMEDIATE'],
  SENIOR_TECHNICAL_SCHOOL: ['INTERMEDIATE', 'SENIOR'],
  TECHNICIAN_COLLEGE: ['INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'],
};

/** A type that a city has added runs what a rule for it names: nothing yet. */
export const mayRun = (schoolType: SchoolType, level: Level): boolean =>
  LEVELS[schoolType]?.includes(level) ?? false;
