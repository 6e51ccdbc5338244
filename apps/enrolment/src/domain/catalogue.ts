import { z } from 'zod';
import type { RefusalWords } from '#aggregates/rules';
import { Level } from '#contracts';

/** A 专业 as one version of the 专业目录 lists it. */
export const CatalogueMajor = z.object({
  /** `version:code`, the key of its events */
  catalogueMajorId: z.string(),
  catalogueVersion: z.string(),
  majorCode: z.string(),
  name: z.string(),
  levels: z.array(Level),
  /** CLOSED: no offering of it is opened any more */
  status: z.enum(['ACTIVE', 'CLOSED']),
  /** the major of the same version that takes its place */
  successorCode: z.string().optional(),
  version: z.int(),
});
export type CatalogueMajor = z.infer<typeof CatalogueMajor>;

export const catalogueRefusals = {
  'catalogue-version-exists': {
    status: 409,
    title: '该版专业目录已导入',
    detail: 'This version of the catalogue is loaded already; a change is a new version.',
    remedy: 'Give the changed catalogue another `catalogueVersion`, or correct it before it takes effect.',
  },
  'catalogue-in-force': {
    status: 409,
    title: '该版专业目录已施行，不能更正',
    detail: 'The version of the catalogue is in force: what rests on it must not change below it.',
    remedy: 'Load the corrected catalogue as a version of its own, with the day from which it holds.',
  },
  'unknown-successor': {
    status: 422,
    title: '接续专业不在该版专业目录中',
    detail: 'A successor is no other major of the same version; see errors.',
    remedy: 'Name a major that the same version lists, or none.',
  },
} as const satisfies Record<string, RefusalWords>;

type Succeeded = Pick<CatalogueMajor, 'majorCode' | 'successorCode'>;

/** The codes of those whose successor is no other major of the version. @param majors all of the version */
export function withoutSuccessor(majors: readonly Succeeded[]): string[] {
  const codes = new Set(majors.map(({ majorCode }) => majorCode));
  const isWrong = ({ majorCode, successorCode }: Succeeded) =>
    successorCode !== undefined && (successorCode === majorCode || !codes.has(successorCode));
  return majors.filter(isWrong).map(({ majorCode }) => majorCode);
}

/** A version may be corrected until the day before it takes effect. */
export const isCorrectable = (effectiveFrom: string, today: string): boolean => today < effectiveFrom;
