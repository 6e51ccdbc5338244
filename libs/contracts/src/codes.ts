import { z } from 'zod';

/** Code lists of the domain. Their members are the same in API, table, event and code. */

/** 院校类型 */
export const SchoolType = z.enum(['TECHNICIAN_COLLEGE', 'SENIOR_TECHNICAL_SCHOOL', 'TECHNICAL_SCHOOL']);
export type SchoolType = z.infer<typeof SchoolType>;

/** 培养层次, which is also the class type (班别) that a certificate states. */
export const Level = z.enum(['INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN']);
export type Level = z.infer<typeof Level>;

/** 学习形式: 全日制, 非全日制 */
export const StudyMode = z.enum(['FULL_TIME', 'PART_TIME']);
export type StudyMode = z.infer<typeof StudyMode>;

/** 性别, GB/T 2261.1 */
export const Sex = z.enum(['0', '1', '2', '9']);
export type Sex = z.infer<typeof Sex>;

/** 证件类型 */
export const IdType = z.enum(['RESIDENT_ID', 'HK_MACAO_TAIWAN_PERMIT', 'FOREIGN_PR_CARD', 'PASSPORT']);
export type IdType = z.infer<typeof IdType>;

export const Season = z.enum(['SPRING', 'AUTUMN']);
export type Season = z.infer<typeof Season>;

/** 计划范围: 市内, 市外 */
export const PlanScope = z.enum(['IN_CITY', 'OUT_OF_CITY']);
export type PlanScope = z.infer<typeof PlanScope>;

/** 招生渠道 */
export const AdmissionChannel = z.enum([
  'ONLINE',
  'OFFLINE',
  'UNIFIED_PLATFORM',
  'OUT_OF_CITY',
  'ENTERPRISE_JOINT',
]);
export type AdmissionChannel = z.infer<typeof AdmissionChannel>;

/** 生源类别: the groups overlap, so one is primary and the rest are tags. */
export const SourceType = z.enum([
  'JUNIOR_CURRENT',
  'JUNIOR_PAST',
  'SENIOR_CURRENT',
  'SENIOR_PAST',
  'VOCATIONAL_GRAD',
  'ENTERPRISE_EMPLOYEE',
  'VETERAN',
  'POVERTY_LIFTED',
  'RURAL_MIGRANT',
  'UNEMPLOYED_COLLEGE_GRAD',
  'OTHER',
]);
export type SourceType = z.infer<typeof SourceType>;

/** 培养类型: 常规, 企业新型学徒制, 订单班, 产业学院 */
export const ProgrammeType = z.enum(['REGULAR', 'NEW_APPRENTICESHIP', 'ORDER_CLASS', 'INDUSTRY_COLLEGE']);
export type ProgrammeType = z.infer<typeof ProgrammeType>;

/** 证书种类: 毕业证书, 结业证书, 肄业证书, 毕业证明书 */
export const CertificateKind = z.enum(['GRADUATION', 'COMPLETION', 'STUDY', 'PROOF']);
export type CertificateKind = z.infer<typeof CertificateKind>;

/** What the lookup says of a certificate. */
export const LookupStatus = z.enum(['VALID', 'SUPERSEDED', 'SUSPENDED', 'REVOKED']);
export type LookupStatus = z.infer<typeof LookupStatus>;

/** Whose treatment a graduate enjoys (同等待遇): 大学专科, 本科, or none. */
export const TreatedAs = z.enum(['JUNIOR_COLLEGE', 'BACHELOR', 'NONE']);
export type TreatedAs = z.infer<typeof TreatedAs>;

/** 去向类别 */
export const OutcomeCategory = z.enum([
  'AGREEMENT',
  'CONTRACT',
  'OTHER_HIRED',
  'GRASSROOTS',
  'ENLISTED',
  'SELF_EMPLOYED',
  'FREELANCE',
  'FURTHER_STUDY',
  'ABROAD',
  'SEEKING',
  'EXAM_PREP',
  'NOT_SEEKING',
  'EXISTING_JOB',
]);
export type OutcomeCategory = z.infer<typeof OutcomeCategory>;

/** What of a person's data is erased: all of it, or what the archive of students (学籍档案) need not keep. */
export const ErasureExtent = z.enum(['WHOLE', 'CONTACT']);
export type ErasureExtent = z.infer<typeof ErasureExtent>;

/**
 * 学籍状态, all of them, as the rules of student records name them. A state machine is the product's own: no city adds a
 * state to it.
 */
export const RegistrationState = z.enum([
  'SUBMITTED',
  'REJECTED',
  'ACTIVE',
  'ON_LEAVE',
  'RETAINED',
  'TRANSFER_PENDING',
  'TRANSFERRED_OUT',
  'WITHDRAWN',
  'EXPELLED',
  'DECEASED',
  'CANCELLED',
  'GRADUATION_REVIEW',
  'GRADUATED',
  'COMPLETED',
  'GRADUATION_REVOKED',
]);
export type RegistrationState = z.infer<typeof RegistrationState>;
