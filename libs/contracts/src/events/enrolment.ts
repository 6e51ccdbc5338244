import { z } from 'zod';
import {
  AdmissionChannel,
  ApplicationState,
  CooperationKind,
  Level,
  PlanScope,
  ProgrammeType,
  ReleaseKind,
  SchoolType,
  Season,
  SourceType,
  StudyMode,
} from '../codes.js';
import { defineEvent } from '../event-definition.js';
import {
  applicationId,
  authorityCode,
  catalogueVersion,
  day,
  durationMonths,
  employer,
  field,
  id,
  major,
  majorCode,
  majorName,
  offeringId,
  person,
  planLineId,
  schoolCode,
  schoolName,
  startOn,
  uscc,
} from '../fields.js';

const year = field(z.int(), '招生年度', 2023);

export const SchoolState = defineEvent({
  type: 'enrolment.SchoolState.v1',
  description: 'A school with its qualifications (招生资质), whole.',
  topic: 'enrolment.schools.v1',
  subject: 'schoolCode',
  key: 'schoolCode',
  data: z.object({
    schoolCode,
    uscc,
    name: schoolName,
    schoolType: SchoolType,
    ownership: field(z.string(), '办学性质', '公办'),
    authorityCode,
    regionCode: field(z.string(), '所在地, GB/T 2260; not the supervising body', '500103'),
    authorityTier: field(z.enum(['CITY', 'DISTRICT']), '主管部门层级: 市, 区县', 'CITY'),
    inHigherEdSequence: field(z.boolean(), 'Whether the school is 纳入高校序列', false),
    status: field(z.enum(['ACTIVE', 'CLOSED', 'MERGED']), '办学状态: 在办, 撤销, 合并', 'ACTIVE'),
    effectiveFrom: field(
      day,
      'From which day on the last change of the school counts',
      '2023-01-01',
    ).optional(),
    successorCode: field(z.string(), '承继院校, of a school that was merged', 'S002').optional(),
    formerNames: z
      .array(
        z
          .object({ name: schoolName, until: field(day, 'Last day of the name', '2022-12-31') })
          .describe('One 曾用名'),
      )
      .describe('Oldest first')
      .optional(),
    qualifications: z
      .array(
        z
          .object({
            qualificationId: field(id, '招生资质', '019aaf00-0000-7000-8000-000000000006'),
            state: field(
              z.enum(['DRAFT', 'PUBLISHED', 'SUSPENDED', 'REVOKED', 'EXPIRED']),
              'Only PUBLISHED lets a school admit',
              'PUBLISHED',
            ),
            effectiveFrom: field(day, 'From which day on it has its state', '2023-01-01').optional(),
            validFrom: field(day, 'First day', '2023-01-01'),
            validTo: field(day, 'Last day', '2026-12-31'),
            levels: field(z.array(Level), '培养层次 that the school may admit for', ['SENIOR']),
            modes: field(z.array(StudyMode), '学习形式 that it may admit for', ['FULL_TIME', 'PART_TIME']),
            outOfCityAllowed: field(z.boolean(), 'Whether it may admit from outside of the city', true),
          })
          .describe('One 招生资质'),
      )
      .describe('All that the school ever had, but for drafts that were withdrawn'),
  }),
});

export const CatalogueMajorState = defineEvent({
  type: 'enrolment.CatalogueMajorState.v1',
  description: '专业 as one version of the 专业目录 lists it.',
  topic: 'enrolment.catalogue.v1',
  subject: 'catalogueMajorId',
  key: 'catalogueMajorId',
  data: z.object({
    catalogueMajorId: field(z.string(), 'Version and code, with a colon between them', '2022:0106-4'),
    catalogueVersion,
    effectiveFrom: field(day, '施行日期: first day of the version; the newest on a day holds', '2022-01-01'),
    majorCode,
    name: majorName,
    levels: field(z.array(Level), '培养层次 that the major is taught at', ['SENIOR']),
    status: field(z.enum(['ACTIVE', 'CLOSED']), '在列, 撤销', 'ACTIVE'),
    successorCode: field(majorCode, '接续专业 of the same version', '0107-4').optional(),
  }),
});

export const OfferingState = defineEvent({
  type: 'enrolment.OfferingState.v1',
  description: '专业点: a school that teaches a major at a level in a mode.',
  topic: 'enrolment.offerings.v1',
  subject: 'offeringId',
  key: 'offeringId',
  data: z.object({
    offeringId,
    schoolCode,
    catalogueVersion,
    majorCode,
    majorName,
    level: Level,
    mode: StudyMode,
    status: field(z.enum(['ACTIVE', 'STOPPED', 'CLOSED']), '在招, 停招, 撤销', 'ACTIVE'),
    cooperations: z
      .array(
        z
          .object({
            cooperationId: field(id, '校企合作', '019aaf00-0000-7000-8000-000000000008'),
            kind: field(CooperationKind, '合作形式', 'ORDER_CLASS'),
            uscc,
            enterpriseName: field(z.string(), '合作企业名称', '样例企业'),
            from: field(day, 'First day', '2023-01-01'),
            to: field(day, 'Last day, where it has one', '2026-12-31').optional(),
          })
          .describe('One 校企合作'),
      )
      .describe('All that the offering ever had, but for those that were withdrawn as mistakes')
      .optional(),
  }),
});

export const PlanLineState = defineEvent({
  type: 'enrolment.PlanLineState.v1',
  description: '招生计划 of an offering for one year and season.',
  topic: 'enrolment.plans.v1',
  subject: 'planLineId',
  key: 'planLineId',
  data: z.object({
    planLineId,
    year,
    season: Season,
    offeringId,
    schoolCode,
    scope: PlanScope,
    planned: field(z.int().nonnegative(), 'Seats that the plan has', 50),
    reserved: field(z.int().nonnegative(), 'Seats of admitted applicants who have not checked in', 1),
    used: field(z.int().nonnegative(), 'Seats of applicants who have checked in', 48),
    status: field(
      z.enum(['DRAFT', 'PUBLISHED', 'CLOSED']),
      '草案 until the city publishes it, 已公布, 已关闭',
      'CLOSED',
    ),
    closedBecause: field(
      z.string().min(1),
      'Of a closed line: TIME, the season is over; DECISION, the city decided so',
      'TIME',
    ).optional(),
  }),
});

const admission = {
  applicationId,
  schoolCode,
  offeringId,
  planLineId,
  sourceType: field(SourceType, '生源类别: the primary group of the applicant', 'ENTERPRISE_EMPLOYEE'),
  channel: AdmissionChannel,
  scope: PlanScope,
};

const window = (description: string, example: string) => field(day, description, example).optional();

export const SeasonCalendarState = defineEvent({
  type: 'enrolment.SeasonCalendarState.v1',
  description: '招生日程 of a season, for all schools; or the days by which the city has widened it for one.',
  topic: 'enrolment.calendars.v1',
  subject: 'calendarId',
  key: 'calendarId',
  data: z.object({
    calendarId: field(id, '招生日程', '019aaf00-0000-7000-8000-000000000009'),
    year,
    season: Season,
    reach: field(z.enum(['CITY', 'SCHOOL']), 'For all schools, which has all days; or for one', 'CITY'),
    schoolCode: schoolCode.optional(),
    applicationsOpenOn: window('First day of applications', '2023-03-01'),
    applicationsCloseOn: window('Last day of applications', '2023-09-30'),
    admissionOpenOn: window('First day of admission', '2023-04-01'),
    admissionCloseOn: window('Last day of admission', '2023-09-30'),
    checkInOpenOn: window('First day of the check-in', '2023-08-15'),
    checkInDeadline: window('Last day of the check-in', '2023-09-30'),
    registrationCutOff: window(
      '学籍注册截止日期: last day on which a registration is approved',
      '2023-10-20',
    ),
  }),
});

export const ApplicantAdmitted = defineEvent({
  type: 'enrolment.ApplicantAdmitted.v1',
  description: '录取: an applicant has a seat.',
  topic: 'enrolment.applications.v1',
  subject: 'applicationId',
  key: 'applicationId',
  data: z.object(admission),
});

export const AdmissionReleased = defineEvent({
  type: 'enrolment.AdmissionReleased.v1',
  description: '录取释放: an applicant was admitted and has the seat no longer; seat and person are free.',
  topic: 'enrolment.applications.v1',
  subject: 'applicationId',
  key: 'applicationId',
  data: z.object({
    ...admission,
    releasedAs: field(ReleaseKind, '放弃, 取消, 未报到, 注册未通过而退回', 'DECLINED'),
    reasonCode: field(z.string().min(1), 'Why, where it has a code', 'OFFER_LAPSED').optional(),
  }),
});

export const PlatformApplicationState = defineEvent({
  type: 'enrolment.PlatformApplicationState.v1',
  description:
    'An application that an outside platform (职业教育统一招生平台) delivered, as it stands; it names nobody.',
  topic: 'enrolment.platform-applications.v1',
  subject: 'applicationId',
  key: 'applicationId',
  data: z.object({
    applicationId,
    deliveredBy: field(z.string(), 'Subject of the token of the platform', 'unified-platform'),
    platformNumber: field(z.string(), 'The number under which the platform delivered it', 'ZZ-2023-000001'),
    schoolCode,
    offeringId,
    year,
    season: Season,
    state: ApplicationState,
    closingCode: field(
      z.string().min(1),
      'Why it was rejected or has lapsed, where it has a code',
      'DOCUMENTS',
    ).optional(),
    checkedInOn: field(day, '报到日期', '2023-09-01').optional(),
    transferredFrom: field(
      id,
      'The application before it, of who was transferred (调剂): the number stands for this one now',
      '019aaf00-0000-7000-8000-000000000009',
    ).optional(),
  }),
});

export const StudentCheckedIn = defineEvent({
  type: 'enrolment.StudentCheckedIn.v1',
  description:
    '报到: the person stands at the school with their document; student records takes over from here.',
  topic: 'enrolment.applications.v1',
  subject: 'applicationId',
  key: 'applicationId',
  sealed: 'person',
  data: z.object({
    ...admission,
    person,
    tags: field(z.array(SourceType), '生源类别: further groups that the applicant belongs to', [
      'RURAL_MIGRANT',
    ]),
    year,
    season: field(Season, '招生季', 'AUTUMN'),
    studyMode: field(StudyMode, '学习形式', 'PART_TIME'),
    level: field(Level, '培养层次', 'SENIOR'),
    major,
    programmeType: field(ProgrammeType, '培养类型', 'NEW_APPRENTICESHIP'),
    priorEducation: field(z.string(), '原学历, free text', '高中'),
    startOn,
    durationMonths,
    employer: employer.optional(),
    checkedInOn: field(day, '报到日期', '2023-09-01'),
    previousRegistrationId: field(
      id,
      'The record of the stage of study before this one, where the person graduated from it in this city',
      '019aaf00-0000-7000-8000-000000000007',
    ).optional(),
    contributors: field(
      z.array(field(z.string(), 'Subject of a token', 'school-admissions:S001')),
      'Subjects of everybody who had a hand in the application: none of them decides on the registration',
      ['school-admissions:S001'],
    ).optional(),
    checkedInBy: field(
      z.string(),
      'Subject of the token that checked the student in: four eyes rest on it',
      'school-admissions:S001',
    ),
  }),
});
