import { z } from 'zod';
import { type CodeOf, type RefusalWords } from '#aggregates/rules';

/** 证明材料类别; a city may have more. [D] */
export const EvidenceKind = z.enum([
  'APPLICATION',
  'IDENTITY_DOCUMENT',
  'HOUSEHOLD_REGISTER',
  'MEDICAL',
  'ENLISTMENT',
  'CONSENT',
  'DECISION',
  'OTHER',
]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

export const evidenceRefusals = {
  'evidence-not-found': {
    status: 409,
    title: '未找到该证明材料，或其属于其他学生',
    detail: 'There is no such evidence of the school, or it is of another student.',
    remedy:
      'Upload the paper for this student, or, but for a change of identity, for no student in particular, and name its `evidenceId`.',
  },
} as const satisfies Record<string, RefusalWords>;
export type EvidenceRefusal = CodeOf<typeof evidenceRefusals>;

/** What a rule knows of a paper that an act names. */
export interface KnownEvidence {
  /** left out where it is of the city, which alone sees it */
  readonly schoolCode?: string;
  /** of this student alone; left out where it is of several, such as a list of who was enlisted */
  readonly registrationId?: string;
}

/** Whether an act of a school or the city can rest on a paper: its own, and of this student or of several. */
export const isEvidenceOf = (
  known: KnownEvidence | undefined,
  { schoolCode, registrationId }: { readonly schoolCode: string; readonly registrationId: string },
): boolean =>
  known !== undefined &&
  (known.schoolCode === undefined || known.schoolCode === schoolCode) &&
  (known.registrationId === undefined || known.registrationId === registrationId);
