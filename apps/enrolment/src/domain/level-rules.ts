import type { Level, SchoolType } from '#contracts';

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
