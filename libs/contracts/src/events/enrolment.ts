import { auditHeadsData, auditTopic } from '../audit-heads.js';
import { z } from 'zod';
import {
  AdmissionChannel,
  Level,
  PlanScope,
  ProgrammeType,
  SchoolType,
  Season,
  SourceType,
  StudyMode,
} from '../codes.js';
import { defineEvent } from '../event-definition.js';
import { day, employer, id, person, schoolCode } from '../fields.js';

/** A school with its qualifications (招生资质), whole. */
export const SchoolState = defineEvent({
  type: 'enrolment.SchoolState.v1',
  topic: 'enrolment.schools.v1',
  subject: 'schoolCode',
  key: 'schoolCode',
  data: z.object({
    schoolCode,
    uscc: z.string(),
    name: z.string(),
    schoolType: SchoolType,
    ownership: z.string(),
    /** The supervising body; not a GB/T 2260 region, since some bodies have none. */
    authorityCode: z.string(),
    regionCode: z.string(),
    authorityTier: z.enum(['CITY', 'DISTRICT']),
    inHigherEdSequence: z.boolean(),
    status: z.enum(['ACTIVE', 'CLOSED', 'MERGED']),
    qualifications: z.array(
      z.object({
        qualificationId: id,
        state: z.enum(['DRAFT', 'PUBLISHED', 'SUSPENDED', 'REVOKED', 'EXPIRED']),
        validFrom: day,
        validTo: day,
        levels: z.array(Level),
        modes: z.array(StudyMode),
        outOfCityAllowed: z.boolean(),
      }),
    ),
  }),
});

/** 专业点: a school that teaches a major at a level in a mode. */
export const OfferingState = defineEvent({
  type: 'enrolment.OfferingState.v1',
  topic: 'enrolment.offerings.v1',
  subject: 'offeringId',
  key: 'offeringId',
  data: z.object({
    offeringId: id,
    schoolCode,
    catalogueVersion: z.string(),
    majorCode: z.string(),
    majorName: z.string(),
    level: Level,
    mode: StudyMode,
    status: z.enum(['ACTIVE', 'STOPPED', 'CLOSED']),
  }),
});

/** 招生计划 of an offering for one year and season. */
export const PlanLineState = defineEvent({
  type: 'enrolment.PlanLineState.v1',
  topic: 'enrolment.plans.v1',
  subject: 'planLineId',
  key: 'planLineId',
  data: z.object({
    planLineId: id,
    year: z.int(),
    season: Season,
    offeringId: id,
    schoolCode,
    scope: PlanScope,
    planned: z.int().nonnegative(),
    /** Seats of admitted applicants who have not checked in. */
    reserved: z.int().nonnegative(),
    /** Seats of applicants who have checked in. */
    used: z.int().nonnegative(),
    status: z.enum(['DRAFT', 'PUBLISHED', 'CLOSED']),
  }),
});

const admission = {
  applicationId: id,
  schoolCode,
  offeringId: id,
  planLineId: id,
  sourceType: SourceType,
  channel: AdmissionChannel,
  scope: PlanScope,
};

/** 录取 */
export const ApplicantAdmitted = defineEvent({
  type: 'enrolment.ApplicantAdmitted.v1',
  topic: 'enrolment.applications.v1',
  subject: 'applicationId',
  key: 'applicationId',
  data: z.object(admission),
});

/** 报到: the person stands at the school with their document; student records takes over from here. */
export const StudentCheckedIn = defineEvent({
  type: 'enrolment.StudentCheckedIn.v1',
  topic: 'enrolment.applications.v1',
  subject: 'applicationId',
  key: 'applicationId',
  sealed: 'person',
  data: z.object({
    ...admission,
    person,
    tags: z.array(z.string()),
    year: z.int(),
    season: Season,
    studyMode: StudyMode,
    level: Level,
    major: z.object({ catalogueVersion: z.string(), majorCode: z.string(), name: z.string() }),
    programmeType: ProgrammeType,
    priorEducation: z.string(),
    startOn: day,
    durationMonths: z.int().positive(),
    employer: employer.optional(),
    checkedInOn: day,
    /** Subject of the token that checked the student in: four eyes rest on it. */
    checkedInBy: z.string(),
  }),
});

/** 操作记录链头: the newest entry of each chain of the audit trail, daily. */
export const EnrolmentAuditHeads = defineEvent({
  ...auditTopic,
  type: 'enrolment.AuditHeads.v1',
  topic: 'enrolment.audit-heads.v1',
  data: auditHeadsData('enrolment'),
});
