import type { CertificateKind, Level, TreatedAs } from '#contracts';

/** The statement of equal treatment (同等待遇), and the rule that it follows. */
export interface Treatment {
  readonly as: TreatedAs;
  readonly ruleVersion: string;
}

const TREATED_AS: Record<Level, TreatedAs> = {
  INTERMEDIATE: 'NONE',
  SENIOR: 'JUNIOR_COLLEGE',
  PREP_TECHNICIAN: 'BACHELOR',
  TECHNICIAN: 'BACHELOR',
};

/**
 * 高级工班 is treated as 大学专科, 预备技师（技师）班 as 本科 (T11 of the source document). It is a treatment, not a
 * degree; the document is silent on part-time study, so the study mode is published beside it. For a level that a city has
 * added it sets nothing, as for 中级工班; and it speaks of graduates (毕业生), not of who has completed (结业) or left early (肄业).
 */
export function treatmentOf(classType: Level, kind: CertificateKind = 'GRADUATION'): Treatment {
  return { as: (kind === 'GRADUATION' && TREATED_AS[classType]) || 'NONE', ruleVersion: 'T11-2021' };
}
