import type { StudyMode } from '#contracts';

/** Numbers are counted apart by this; it is also their beginning. */
export function studentNoPrefix(of: { schoolCode: string; year: number; studyMode: StudyMode }): string {
  return `${of.schoolCode}${String(of.year % 100).padStart(2, '0')}${of.studyMode === 'FULL_TIME' ? '1' : '2'}`;
}

/** The counter that a number came from, for a restored database, which must not count what it has given already. */
export function serialOf(studentNumber: string, schoolCode: string): { prefix: string; serial: number } {
  const behind = schoolCode.length + 'YYM'.length;
  return { prefix: studentNumber.slice(0, behind), serial: Number(studentNumber.slice(behind)) };
}

/**
 * 学籍号: school code, year of the admission (of its plan, and not of a first day that somebody typed), mode (1 full-time, 2 part-time), five digits. [D] No rule for technician
 * schools was found; nothing may read a meaning from it. A sixth digit comes rather than a number twice.
 */
export function studentNo(prefix: string, sequence: number): string {
  return prefix + String(sequence).padStart(5, '0');
}
