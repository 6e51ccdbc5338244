import type { Level, SchoolType } from '#contracts';
import type { SchoolStatus } from './admission.js';
import { mayRun } from './level-rules.js';
import { type RefusalCode } from './refusal.js';

/** What is known of the school and the major that a 专业点 shall join; undefined where there is none. */
export interface OfferingCase {
  readonly level: Level;
  readonly school?: { readonly status: SchoolStatus; readonly schoolType: SchoolType };
  readonly major?: { readonly levels: readonly Level[] };
}

/** Why the school cannot be given this offering. */
export function refusalToOffer({ level, school, major }: OfferingCase): RefusalCode | undefined {
  if (!school) return 'unknown-school';
  if (school.status !== 'ACTIVE') return 'school-not-active';
  if (!major) return 'unknown-major';
  if (!major.levels.includes(level)) return 'level-not-in-catalogue';
  return mayRun(school.schoolType, level) ? undefined : 'level-above-school-type';
}
