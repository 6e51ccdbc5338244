import { z } from 'zod';
import { CertificateKind, IdType, Level, SchoolType, Sex, StudyMode, TreatedAs } from '#contracts';
import type { Sealer } from '#security';
import { certificates, maskedIdNumber, SEALED_KEY } from './certificates.js';
import { DIFFERING, DIFFERING_COLUMNS, type DifferingRow, differingView } from './differing-identities.js';

/** A certificate as its school and the city see it; the ID number is masked. */
export const CertificateView = z
  .object({
    certificateId: z.uuid(),
    certificateNo: z.string(),
    kind: CertificateKind,
    status: z.enum(['ISSUED', 'REVOKED']),
    registrationId: z.uuid(),
    personId: z.uuid(),
    name: z.string(),
    sex: Sex,
    birthDate: z.iso.date(),
    idType: IdType,
    idNumber: z.string().meta({ description: 'masked', example: '5102**********1234' }),
    school: z.object({ code: z.string(), uscc: z.string(), name: z.string(), schoolType: SchoolType }),
    major: z.object({
      catalogueVersion: z.string().optional(),
      majorCode: z.string().optional(),
      name: z.string(),
    }),
    classType: Level.meta({ description: '班别' }),
    studyMode: StudyMode,
    from: z.iso.date(),
    to: z.iso.date(),
    issueDate: z.iso.date(),
    title: z.string(),
    templateVersion: z.string(),
    authorityCode: z.string(),
    treatment: z.object({ as: TreatedAs, ruleVersion: z.string() }).meta({ description: '同等待遇' }),
    identityNow: z
      .object({
        name: z.string(),
        sex: Sex,
        birthDate: z.iso.date(),
        idType: IdType,
        idNumber: z.string().meta({ description: 'masked', example: '5102**********1234' }),
        reasonCode: z.string(),
        effectiveOn: z.iso.date(),
      })
      .optional()
      .describe('Who the graduate is by the papers now, where that is not what is printed'),
    takenOver: z.boolean().optional().meta({
      description: '接管: given on paper before the system; `registrationId` is that of the former graduate',
    }),
    version: z.int(),
    issuedAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().optional(),
    decisionNo: z.string().optional(),
  })
  .meta({ id: 'Certificate' });
export type CertificateView = z.infer<typeof CertificateView>;

/** A row of `certificates` with its data key. */
export type ShownCertificateRow = Record<string, unknown> & {
  sealed_key: string | null;
  differing: DifferingRow | null;
};

export const SELECT_SHOWN_CERTIFICATES = `select ${certificates.selected}, ${SEALED_KEY}, ${DIFFERING_COLUMNS} from certificates ${DIFFERING}`;

export function viewOf(row: ShownCertificateRow, sealer: Sealer): CertificateView {
  const known = certificates.stateOf(row);
  const { catalogueVersion, majorCode, majorName, schoolCode, schoolUscc, schoolName, schoolType } = known;
  return CertificateView.parse({
    ...known,
    idNumber: maskedIdNumber(known, row.sealed_key, sealer),
    identityNow: row.differing
      ? differingView(row.differing, known.certificateId, row.sealed_key, sealer)
      : undefined,
    school: { code: schoolCode, uscc: schoolUscc, name: schoolName, schoolType },
    major: { catalogueVersion, majorCode, name: majorName },
    from: known.fromDate,
    to: known.toDate,
  });
}
