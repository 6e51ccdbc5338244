import type { StudyMode } from '#contracts';

/** Numbers are counted apart by this; it is also their beginning. */
export function studentNoPrefix(of: { schoolCode: string; year: number; studyMode: StudyMode }): string {
  return `${of.schoolCode}${String(of.year % 100).padStart(2, '0')}${of.studyMode === 'FULL_TIME' ? '1' : '2'}`;
}

/** The counter that a number came from, which must not give it again; serial 0 of a number that no counter gives, as those of other systems. */
export function serialOf(studentNumber: string, schoolCode: string): { prefix: string; serial: number } {
  const behind = schoolCode.length + 'YYM'.length;
  const isOurs = OURS.test(studentNumber.slice(schoolCode.length));
  return { prefix: studentNumber.slice(0, behind), serial: isOurs ? Number(studentNumber.slice(behind)) : 0 };
}

/** Year, mode and five digits, or as many more as the counter needs, behind the code of a school. */
const OURS = /^\d{2}[12](\d{5}|[1-9]\d{5,8})$/;

/**
 * 学籍号: school code, year of the admission (of its plan, and not of a first day that somebody typed), mode (1 full-time, 2 part-time), five digits. [D] No rule for technician
 * schools was found; nothing may read a meaning from it. A sixth digit comes rather than a number twice.
 */
export function studentNo(prefix: string, sequence: number): string {
  return prefix + String(sequence).padStart(5, '0');
}
