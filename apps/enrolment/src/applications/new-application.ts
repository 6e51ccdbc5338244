import { z } from 'zod';
import {
  ADMISSION_CHANNELS,
  ID_TYPES,
  PlanScope,
  PROGRAMME_TYPES,
  SEASONS,
  Sex,
  SOURCE_TYPES,
  day,
  id,
} from '#contracts';
import {
  type Parsed,
  normaliseName,
  parseEthnicity,
  parseIdNumber,
  parseIssuingState,
  parsePhone,
  parseRegion,
} from '#national-codes';
import { writtenText } from '#runtime';
import { clearText } from '#security';
import type { Offering } from '../domain/offering.js';
import type { Particulars } from '../domain/particulars.js';
import { uscc } from '../schools/register-school.js';

/** A text that one of the parsers of #national-codes reads; its refusal becomes the error of the field. */
const read = (parse: (text: string) => Parsed<string>) =>
  z
    .string()
    .max(200)
    .transform((text, context) => {
      const parsed = parse(text);
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: parsed.message, params: { code: parsed.code } });
      return z.NEVER;
    });

const name = read(normaliseName);
const phone = read(parsePhone);

/** A person by their document. Birth date and sex come from the number where it says them. */
const applicant = z
  .strictObject({
    name,
    idType: z.enum(ID_TYPES),
    issuingState: read(parseIssuingState).optional(),
    idNumber: z.string().max(40),
    sex: Sex.optional(),
    birthDate: day.optional(),
    phone: phone.optional(),
    ethnicity: read(parseEthnicity).optional(),
    hukouRegion: read(parseRegion).optional(),
    guardian: z.strictObject({ name, relation: writtenText(20), phone }).optional(),
  })
  .transform((person, context) => {
    const parsed = parseIdNumber(person.idType, person.idNumber);
    if (!parsed.ok) {
      const { code, message } = parsed;
      context.addIssue({ code: 'custom', path: ['idNumber'], message, params: { code } });
      return z.NEVER;
    }
    const { idNumber, ...numberSays } = parsed.value;
    const sex = person.sex ?? numberSays.sex;
    const birthDate = person.birthDate ?? numberSays.birthDate;
    if (sex && birthDate) return { ...person, idNumber, sex, birthDate, numberSays };
    const path = [sex ? 'birthDate' : 'sex'];
    context.addIssue({
      code: 'custom',
      path,
      message: '该证件须填写性别和出生日期',
      params: { code: 'required' },
    });
    return z.NEVER;
  });

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
  employer: z.strictObject({ uscc, name: clearText(100) }).optional(),
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
  };
}
