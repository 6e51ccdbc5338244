import { z } from 'zod';
import {
  AdmissionChannel,
  IdType,
  PlanScope,
  ProgrammeType,
  Season,
  SourceType,
  StudyMode,
} from '#contracts';
import { day, id, moment, schoolCode } from '#contracts';
import { maskIdNumber } from '#national-codes';
import type { Sealer } from '#security';
import { APPLICATION_STATES } from '../domain/application.js';
import { type ApplicationRow, idNumberOf } from './application-row.js';

export const ApplicationView = z
  .object({
    applicationId: id,
    schoolCode,
    offeringId: id,
    year: z.int(),
    season: Season,
    scope: PlanScope,
    studyMode: StudyMode,
    state: z.enum(APPLICATION_STATES),
    version: z.int(),
    name: z.string(),
    idType: IdType,
    idNumber: z.string().optional().describe('Masked; absent once it was erased'),
    erasedAt: moment.optional().describe('Since then the numbers of the person are destroyed'),
    sourceType: SourceType,
    tags: z.array(z.string()),
    channel: AdmissionChannel,
    programmeType: ProgrammeType,
    startOn: day,
    durationMonths: z.int(),
    importId: id.optional(),
    importRow: z.int().optional(),
    submittedAt: moment,
    planLineId: id.optional(),
    admittedAt: moment.optional(),
    checkedInOn: day.optional(),
    registrationId: id.optional(),
    studentNo: z.string().optional(),
    returnReason: z.string().optional(),
  })
  .meta({ id: 'Application' });
export type ApplicationView = z.infer<typeof ApplicationView>;

/** An application as its school and the city see it: the ID number masked, phones and guardians not at all. */
export const applicationView = (row: ApplicationRow, sealer: Sealer): ApplicationView => ({
  applicationId: row.application_id,
  schoolCode: row.school_code,
  offeringId: row.offering_id,
  year: row.year,
  season: row.season,
  scope: row.scope,
  studyMode: row.study_mode,
  state: row.state,
  version: row.version,
  name: row.name,
  idType: row.id_type,
  idNumber: maskedIdNumber(row, sealer),
  erasedAt: row.erased_at?.toISOString(),
  sourceType: row.source_type,
  tags: row.tags,
  channel: row.channel,
  programmeType: row.programme_type,
  startOn: row.start_on,
  durationMonths: row.duration_months,
  importId: row.import_id ?? undefined,
  importRow: row.import_row ?? undefined,
  submittedAt: row.submitted_at.toISOString(),
  planLineId: row.plan_line_id ?? undefined,
  admittedAt: row.admitted_at?.toISOString(),
  checkedInOn: row.checked_in_on ?? undefined,
  registrationId: row.registration_id ?? undefined,
  studentNo: row.student_no ?? undefined,
  returnReason: row.return_reason ?? undefined,
});

function maskedIdNumber(row: ApplicationRow, sealer: Sealer): string | undefined {
  const idNumber = idNumberOf(row, sealer);
  return idNumber === undefined ? undefined : maskIdNumber(idNumber);
}
