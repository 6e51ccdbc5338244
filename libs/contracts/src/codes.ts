import { z } from 'zod';

/**
 * Code lists of the domain. Their members are the same in API, table, event and code.
 *
 * A list that a city may extend is open: it travels as text with its known members documented, so that a new member
 * breaks no reader, and readers keep a member that they do not know. Whoever takes one in checks it against the known
 * members: `z.enum(LEVELS)`. A list that no city may extend is an enum. docs/decisions/0024 says which is which.
 */

/** The schema of an open list: its description, its first member as the example, all of them as `x-known-values`. */
const open = <const Known extends string>(known: readonly Known[], description: string) =>
  z
    .string()
    .min(1)
    .meta({ description, examples: [known[0]], 'x-known-values': known }) as z.ZodType<
    Known | (string & {}),
    Known | (string & {})
  >;

const closed = <const Members extends readonly [string, ...string[]]>(
  members: Members,
  description: string,
) => z.enum(members).meta({ description, examples: [members[0]] });

export const SCHOOL_TYPES = ['TECHNICIAN_COLLEGE', 'SENIOR_TECHNICAL_SCHOOL', 'TECHNICAL_SCHOOL'] as const;
export const SchoolType = open(SCHOOL_TYPES, '院校类型: 技师学院, 高级技工学校, 技工学校');
export type SchoolType = z.infer<typeof SchoolType>;

export const LEVELS = ['INTERMEDIATE', 'SENIOR', 'PREP_TECHNICIAN', 'TECHNICIAN'] as const;
export const Level = open(
  LEVELS,
  '培养层次: 中级工, 高级工, 预备技师, 技师; also the class type (班别) that a certificate states',
);
export type Level = z.infer<typeof Level>;

export const StudyMode = closed(['FULL_TIME', 'PART_TIME'], '学习形式: 全日制, 非全日制');
export type StudyMode = z.infer<typeof StudyMode>;

export const Sex = closed(['0', '1', '2', '9'], '性别, GB/T 2261.1: 0 unknown, 1 男, 2 女, 9 not stated');
export type Sex = z.infer<typeof Sex>;

export const ID_TYPES = ['RESIDENT_ID', 'HK_MACAO_TAIWAN_PERMIT', 'FOREIGN_PR_CARD', 'PASSPORT'] as const;
export const IdType = open(ID_TYPES, '证件类型: 居民身份证, 港澳台居民居住证, 外国人永久居留身份证, 护照');
export type IdType = z.infer<typeof IdType>;

export const SEASONS = ['SPRING', 'AUTUMN'] as const;
export const Season = open(SEASONS, '招生季: 春季, 秋季');
export type Season = z.infer<typeof Season>;

export const PlanScope = closed(['IN_CITY', 'OUT_OF_CITY'], '计划范围: 市内, 市外');
export type PlanScope = z.infer<typeof PlanScope>;

export const ADMISSION_CHANNELS = [
  'ONLINE',
  'OFFLINE',
  'UNIFIED_PLATFORM',
  'OUT_OF_CITY',
  'ENTERPRISE_JOINT',
] as const;
export const AdmissionChannel = open(
  ADMISSION_CHANNELS,
  '招生渠道: 线上, 线下, 统一招生平台, 市外合作, 校企共同招生',
);
export type AdmissionChannel = z.infer<typeof AdmissionChannel>;

export const SOURCE_TYPES = [
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
] as const;
export const SourceType = open(
  SOURCE_TYPES,
  '生源类别: the groups overlap, so one is primary and the rest are tags',
);
export type SourceType = z.infer<typeof SourceType>;

export const PROGRAMME_TYPES = ['REGULAR', 'NEW_APPRENTICESHIP', 'ORDER_CLASS', 'INDUSTRY_COLLEGE'] as const;
export const ProgrammeType = open(PROGRAMME_TYPES, '培养类型: 常规, 企业新型学徒制, 订单班, 产业学院');
export type ProgrammeType = z.infer<typeof ProgrammeType>;

export const COOPERATION_KINDS = [
  'SCHOOL_ENTERPRISE',
  'ORDER_CLASS',
  'INDUSTRY_COLLEGE',
  'NEW_APPRENTICESHIP',
] as const;
export const CooperationKind = open(
  COOPERATION_KINDS,
  '合作形式: 校企合作, 订单培养, 产业学院, 企业新型学徒制',
);
export type CooperationKind = z.infer<typeof CooperationKind>;

export const CERTIFICATE_KINDS = ['GRADUATION', 'COMPLETION', 'STUDY', 'PROOF'] as const;
export const CertificateKind = open(CERTIFICATE_KINDS, '证书种类: 毕业证书, 结业证书, 肄业证书, 毕业证明书');
export type CertificateKind = z.infer<typeof CertificateKind>;

export const LookupStatus = closed(
  ['VALID', 'SUPERSEDED', 'SUSPENDED', 'REVOKED'],
  'What the lookup says of a certificate: 有效, 已被替代, 暂停, 已撤销',
);
export type LookupStatus = z.infer<typeof LookupStatus>;

export const TREATED_AS = ['JUNIOR_COLLEGE', 'BACHELOR', 'NONE'] as const;
export const TreatedAs = open(
  TREATED_AS,
  '同等待遇: whose treatment a graduate enjoys, that of 大学专科, 本科, or none',
);
export type TreatedAs = z.infer<typeof TreatedAs>;

export const OUTCOME_CATEGORIES = [
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
] as const;
export const OutcomeCategory = open(OUTCOME_CATEGORIES, '去向类别');
export type OutcomeCategory = z.infer<typeof OutcomeCategory>;

export const ErasureExtent = closed(
  ['WHOLE', 'CONTACT'],
  'What of a person’s data is erased: all of it, or what the archive of students (学籍档案) need not keep',
);
export type ErasureExtent = z.infer<typeof ErasureExtent>;

export const RegistrationState = closed(
  [
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
  ],
  '学籍状态',
);
export type RegistrationState = z.infer<typeof RegistrationState>;

export const ApplicationState = open(
  [
    'DRAFT',
    'SUBMITTED',
    'UNDER_REVIEW',
    'WAITLISTED',
    'OFFERED',
    'ADMITTED',
    'CHECKED_IN',
    'REGISTERED',
    'STUDY_ENDED',
    'RETURNED',
    'WITHDRAWN',
    'REJECTED',
    'DECLINED',
    'CANCELLED',
    'NO_SHOW',
    'ERASED',
  ],
  '报名状态: 草稿, 已报名, 审核中, 候补, 递补待确认, 已录取, 已报到, 已注册, 学籍已终止, 已退回, 已撤回, 未录取, 已放弃, 已取消, 未报到, 已删除',
);

export const RELEASE_KINDS = ['DECLINED', 'CANCELLED', 'NO_SHOW', 'RETURNED'] as const;
export const ReleaseKind = open(RELEASE_KINDS, '录取释放: 放弃, 取消, 未报到, 退回');

export const STATUS_CHANGE_TYPES = [
  'LEAVE',
  'RETURN',
  'RETENTION',
  'REINSTATEMENT',
  'MAJOR_CHANGE',
  'LEVEL_CHANGE',
  'REPEAT_YEAR',
  'EXTENSION',
  'WITHDRAWAL',
  'EXPULSION',
  'DEATH',
  'CANCELLATION',
  'REVERSAL',
  'RESUMPTION',
  'TRANSFER',
] as const;
export const StatusChangeType = open(
  STATUS_CHANGE_TYPES,
  '异动类别: 休学, 复学, 保留学籍, 恢复学籍, 转专业, 变更培养层次, 留级, 延长学制, 退学, 开除学籍, 死亡, 注销学籍, 撤销异动, 恢复在读, 转学',
);
export type StatusChangeType = z.infer<typeof StatusChangeType>;
