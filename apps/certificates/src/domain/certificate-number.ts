import type { Level } from '#contracts';

/**
 * 证书编号. The official rule was not found, so this is the project's default, and no code reads a
 * meaning out of a number: year of issue (4), supervising authority (6), school (4), level digit (1), serial (5).
 */
export interface Numbered {
  readonly issueDate: string;
  readonly authorityCode: string;
  readonly schoolCode: string;
  readonly classType: Level;
}

/** The national skill level: 四级 中级工, 三级 高级工, 二级 预备技师（技师）, which the document writes as one class. */
const LEVEL_DIGIT: Record<Level, string> = {
  INTERMEDIATE: '4',
  SENIOR: '3',
  PREP_TECHNICIAN: '2',
  TECHNICIAN: '2',
};
/** Of a level that a city has added. */
const OTHER_LEVEL = '0';
const LAST_SERIAL = 99_999;

/**
 * What serials are counted within. Codes of another length only make a longer or shorter number: two numbers of
 * one length have prefixes of one length, so they never meet.
 */
export function numberPrefix(of: Numbered): string {
  return (
    of.issueDate.slice(0, 4) + of.authorityCode + of.schoolCode + (LEVEL_DIGIT[of.classType] ?? OTHER_LEVEL)
  );
}

export function certificateNumber(prefix: string, serial: number): string {
  if (serial > LAST_SERIAL) throw new Error(`the serials of ${prefix} are used up`);
  return prefix + String(serial).padStart(5, '0');
}

/** The counter that a number came from, which must not count what is given already; serial 0 of a number that no counter gives. */
export function serialOf(certificateNo: string): { prefix: string; serial: number } {
  const digits = String(LAST_SERIAL).length;
  const last = certificateNo.slice(-digits);
  return { prefix: certificateNo.slice(0, -digits), serial: /^\d{5}$/.test(last) ? Number(last) : 0 };
}

/** How many numbers each prefix needs; in order of prefix, so that two batches cannot wait for each other. */
export function countByPrefix(certificates: readonly Numbered[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const prefix of certificates.map(numberPrefix).sort())
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  return counts;
}

/** Gives each certificate its number out of the serials that end at `lastSerials` of its prefix. */
export function assignNumbers<Certificate extends Numbered>(
  certificates: readonly Certificate[],
  lastSerials: ReadonlyMap<string, number>,
): (Certificate & { certificateNo: string })[] {
  const counts = countByPrefix(certificates);
  return certificates.map((certificate) => {
    const prefix = numberPrefix(certificate);
    const left = counts.get(prefix)!;
    counts.set(prefix, left - 1);
    return { ...certificate, certificateNo: certificateNumber(prefix, lastSerials.get(prefix)! - left + 1) };
  });
}
