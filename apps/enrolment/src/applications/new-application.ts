import { z } from 'zod';
import { ADMISSION_CHANNELS, PlanScope, PROGRAMME_TYPES, SEASONS, SOURCE_TYPES, day, id } from '#contracts';
import { parseEthnicity, parsePhone, parseRegion } from '#national-codes';
import { writtenText } from '#runtime';
import { clearText, readDocument, typed, typedIdentity } from '#security';
import type { Offering } from '../domain/offering.js';
import type { Particulars } from '../domain/particulars.js';
import { uscc } from '../schools/school-fields.js';

const phone = typed(parsePhone);

/** A person by their document. Birth date and sex come from the number where it says them. */
const applicant = z
  .strictObject({
    ...typedIdentity,
    phone: phone.optional(),
    ethnicity: typed(parseEthnicity).optional(),
    hukouRegion: typed(parseRegion).optional(),
    guardian: z.strictObject({ name: typedIdentity.name, relation: writtenText(20), phone }).optional(),
  })
  .transform(readDocument);

export const NewApplication = z.strictObject({
  offeringId: id,
  year: z.int().min(2000).max(2100),
  season: z.enum(SEASONS),
  scope: PlanScope,
  person: applicant,
  sourceType: z.enum(SOURCE_TYPES),
  tags: z.array(z.enum(SOURCE_TYPES)).max(11).default([]),
  channel: z.enum(ADMISSION_CHANNELS),
  priorSchool: clearText(100).optional(),
  priorEducation: clearText(50),
  priorGraduatedOn: day.optional(),
  startOn: day,
  durationMonths: z.int().min(1).max(96),
  programmeType: z.enum(PROGRAMME_TYPES).default('REGULAR'),
  employer: z
    .strictObject({ uscc, name: clearText(100) })
    .optional()
    .describe('用人单位; of ENTERPRISE_JOINT the enterprise that recruits with the school'),
  partnerId: id.optional().describe('市外合作单位, required of the channel OUT_OF_CITY and of no other'),
});
export type NewApplication = z.infer<typeof NewApplication>;

export function particularsOf(
  application: NewApplication,
  { level, mode: studyMode }: Pick<Offering, 'level' | 'mode'>,
): Particulars {
  const { person, employer } = application;
  return {
    ...application,
    level,
    studyMode,
    name: person.name,
    idType: person.idType,
    issuingState: person.issuingState,
    hukouRegion: person.hukouRegion,
    birthDate: person.birthDate,
    sex: person.sex,
    numberSays: person.numberSays,
    guardianName: person.guardian?.name,
    guardianPhone: person.guardian?.phone,
    employerUscc: employer?.uscc,
    employerName: employer?.name,
    partner: application.partnerId,
  };
}
