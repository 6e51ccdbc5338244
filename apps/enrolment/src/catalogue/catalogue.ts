import { z } from 'zod';
import { aggregate, fact } from '#aggregates';
import { CatalogueMajorState, LEVELS } from '#contracts';
import type { Transaction } from '#database';
import { writtenText } from '#runtime';
import { CatalogueMajor } from '../domain/catalogue.js';

export const catalogueVersion = writtenText(50);
export const majorCode = writtenText(20);

/** A major as the city gives it. */
const listedMajor = z.strictObject({
  majorCode,
  name: writtenText(100),
  levels: z.array(z.enum(LEVELS)).min(1).transform((levels) => [...new Set(levels)]), // prettier-ignore
  status: z.enum(['ACTIVE', 'CLOSED']).default('ACTIVE'),
  successorCode: majorCode.optional(),
});
export const listedMajors = z
  .array(listedMajor)
  .min(1)
  .max(2000)
  .refine((majors) => new Set(majors.map((each) => each.majorCode)).size === majors.length, {
    params: { code: 'major-twice' },
    message: 'A major is listed twice',
  });

/** 专业 of the catalogue in their table. */
export const catalogueMajors = aggregate({
  name: 'catalogue-major',
  table: 'catalogue_majors',
  id: 'catalogueMajorId',
  school: null,
  state: 'status',
  states: CatalogueMajor,
  snapshot: fact(
    CatalogueMajorState,
    (major: CatalogueMajor, effectiveFrom: string) => ({ ...major, effectiveFrom }),
    async (tx, majors) => {
      const days = await effectiveDays(tx, majors.map((each) => each.catalogueVersion)); // prettier-ignore
      return (major) => days.get(major.catalogueVersion)!;
    },
  ),
});

export const catalogueMajorId = (version: string, code: string) => `${version}:${code}`;

/** The days from which versions hold, by version; those that are not loaded are not among them. */
export async function effectiveDays(
  tx: Transaction,
  versions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ catalogue_version: string; effective_from: string }>(
    'select catalogue_version, effective_from from catalogue_versions where catalogue_version = any($1)',
    [[...new Set(versions)]],
  );
  return new Map(rows.map((row) => [row.catalogue_version, row.effective_from]));
}

/**
 * SQL of the version that is in force on a day: the newest by its date, whatever its name sorts like; of two of one day, that
 * which was loaded last.
 * @param on placeholder of the day
 */
export const versionInForce = (on: string): string => `
  (select catalogue_version from catalogue_versions where effective_from <= ${on}
   order by effective_from desc, loaded_at desc limit 1)`;
