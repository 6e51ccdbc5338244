import type { CertificateKind, SchoolType } from '#contracts';

/** The day from which the revised certificate is in force [F1]; graduations before it follow the rules of 2010. */
const REVISION_OF_2022 = '2022-09-01';

/** 证书版本, chosen by the day of graduation. */
export function templateVersionOf(graduatedOn: string): '2022' | '2010' {
  return graduatedOn >= REVISION_OF_2022 ? '2022' : '2010';
}

const TITLES: Record<SchoolType, string> = {
  TECHNICIAN_COLLEGE: '技师学院毕业证书',
  SENIOR_TECHNICAL_SCHOOL: '高级技工学校毕业证书',
  TECHNICAL_SCHOOL: '技工学校毕业证书',
};

const ENDS: Partial<Record<CertificateKind, string>> = { COMPLETION: '结业', STUDY: '肄业' };

/** The title that the certificate carries, by school type [F2]; of a type that a city has added, the common one [D]. 结业证书 and 肄业证书 alike [D]. */
export function titleOf(schoolType: SchoolType, kind: CertificateKind = 'GRADUATION'): string {
  const title = TITLES[schoolType] ?? '技工院校毕业证书';
  return title.replace('毕业', ENDS[kind] ?? '毕业');
}
