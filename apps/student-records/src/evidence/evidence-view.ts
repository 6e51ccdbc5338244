import { z } from 'zod';
import { id, moment, schoolCode } from '#contracts';
import { PAPER_TYPES } from '#files';
import { listOf, pageOf } from '#runtime';
import { EvidenceKind } from '../domain/evidence.js';

export const EvidenceView = z
  .object({
    evidenceId: id,
    schoolCode: schoolCode.optional().describe('Whose it is; left out where it is of the city'),
    kind: EvidenceKind.meta({ description: '证明材料类别' }),
    registrationId: id.optional(),
    mediaType: z.enum(PAPER_TYPES),
    sha256: z.string().describe('Of the file as it is kept'),
    bytes: z.int(),
    uploadedBy: z.string(),
    uploadedAt: moment,
  })
  .meta({ id: 'Evidence' });
export type EvidenceView = z.infer<typeof EvidenceView>;

export const evidenceList = listOf({
  filters: {
    schoolCode: ['school_code', schoolCode],
    registrationId: ['registration_id', id],
  },
  sorts: { evidenceId: ['evidence_id'] },
  defaultSort: '-evidenceId',
});
export const EvidencePage = pageOf(EvidenceView).meta({ id: 'EvidencePage' });

export const SELECT_EVIDENCE =
  'select evidence_id, school_code, kind, registration_id, media_type, sha256, bytes, uploaded_by, uploaded_at from evidence';

export interface EvidenceRow {
  evidence_id: string;
  school_code: string | null;
  kind: string;
  registration_id: string | null;
  media_type: string;
  sha256: string;
  bytes: number;
  uploaded_by: string;
  uploaded_at: Date;
}

export const evidenceViewOf = (row: EvidenceRow): EvidenceView =>
  EvidenceView.parse({
    evidenceId: row.evidence_id,
    schoolCode: row.school_code ?? undefined,
    kind: row.kind,
    registrationId: row.registration_id ?? undefined,
    mediaType: row.media_type,
    sha256: row.sha256,
    bytes: row.bytes,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at.toISOString(),
  });
