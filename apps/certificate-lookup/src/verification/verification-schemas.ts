import { z } from 'zod';
import { CertificateKind, Level, LookupStatus, SchoolType, StudyMode, TreatedAs } from '#contracts/published';

/** Longer than any of the fields can be; what they must look like is said by field, in the caller's language. */
const typed = z.string().max(200);
const language = z
  .enum(['zh', 'en'])
  .optional()
  .describe('Language of the page; by Accept-Language when not given');

export const lookupForm = z
  .strictObject({
    certificateNo: typed.optional().describe('证书编号; with name'),
    idNumber: typed.optional().describe('证件号码; with name, instead of certificateNo'),
    name: typed.optional().describe('姓名, as printed on the certificate'),
  })
  .meta({ id: 'LookupForm' });
export type LookupForm = z.infer<typeof lookupForm>;

export const verifyQuery = z.strictObject({
  certificateNo: typed.optional(),
  name: typed.optional(),
  idNumber: typed.optional().describe('Refused with 400: an ID number never stands in an address. POST it.'),
  lang: language,
});
export type VerifyQuery = z.infer<typeof verifyQuery>;

export const languageQuery = z.looseObject({ lang: language.catch(undefined) });
export type LanguageQuery = z.infer<typeof languageQuery>;

const moment = z.iso.datetime();
const certificate = z
  .object({
    certificateNo: z.string(),
    kind: CertificateKind,
    maskedName: z.string().describe('王**'),
    maskedIdNumber: z.string().describe('5102**********1234'),
    schoolName: z.string(),
    schoolType: SchoolType,
    majorName: z.string(),
    classType: Level.describe('班别'),
    studyMode: StudyMode.describe('学习形式'),
    from: z.iso.date(),
    to: z.iso.date(),
    issueDate: z.iso.date(),
    takenOver: z
      .boolean()
      .optional()
      .describe('接管: given on paper before the system, as the register of the school has it'),
    treatment: z.object({
      as: TreatedAs,
      ruleVersion: z.string(),
      statement: z
        .object({ zh: z.string(), en: z.string() })
        .describe('Treated as is not the same as holding a degree'),
    }),
  })
  .meta({ id: 'MaskedCertificate' });

const finding = z.object({
  result: LookupStatus,
  statusAt: moment,
  certificate,
  replacedBy: z.string().optional(),
});

export const verifyAnswer = z
  .object({
    result: z.enum([...LookupStatus.options, 'NOT_FOUND', 'CANNOT_TELL']),
    asOf: moment
      .optional()
      .describe('Up to when all that was published is in the answer; absent before the first time'),
    statusAt: moment.optional(),
    certificate: certificate.optional(),
    replacedBy: z.string().optional(),
    others: z
      .array(finding)
      .optional()
      .describe('Further certificates of the person, in a search by ID number'),
  })
  .meta({ id: 'VerifyAnswer' });
