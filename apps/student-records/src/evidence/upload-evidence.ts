import { Injectable } from '@nestjs/common';
import { accept, type Decision } from '#aggregates/rules';
import { command, Commands } from '#commands';
import type { Transaction } from '#database';
import {
  accepted,
  asJpeg,
  fileProblems,
  type FileRefusal,
  type FileType,
  FileVault,
  PAPER_TYPES,
  recognise,
  sha256Of,
} from '#files';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import type { EvidenceKind } from '../domain/evidence.js';
import { problems } from '../problems.js';
import { type EvidenceRow, EvidenceView, evidenceViewOf } from './evidence-view.js';

export const uploadEvidence = command({
  name: 'upload-evidence',
  path: '',
  roles: ['school-registrar', 'city-officer'],
  sentence: { zh: '上传了证明材料', en: 'uploaded evidence' },
  answers: [201, EvidenceView],
  refuses: [problems, 'not-found'],
});

/** [D] A page of A4 at 200 dpi: small print can be read. */
const PAGE = { width: 1_700, height: 2_400, fit: 'inside' } as const;

/** What a paper is of. */
export interface Named {
  readonly kind: EvidenceKind;
  readonly registrationId?: string;
}

/** 上传证明材料: scanned or photographed papers that a status change or a change of identity rests on. Those of the city no school sees. */
@Injectable()
export class UploadEvidence {
  constructor(
    private readonly commands: Commands,
    private readonly files: FileVault,
  ) {}

  /** @throws Problem 404, 413, 415, 422, 503 */
  async upload(file: Buffer, { kind, registrationId }: Named, actor: Actor): Promise<EvidenceView> {
    const { bytes, mediaType } = accepted(await paperOf(file), fileProblems);
    const [paper] = await this.files.prepare([bytes]);
    return this.commands.run(actor, uploadEvidence.action, async (tx) => {
      if (registrationId !== undefined) await expectOwn(tx, registrationId, actor);
      const evidenceId = paper!.fileId;
      const [row] = await tx.query<EvidenceRow>(
        `insert into evidence (evidence_id, school_code, kind, registration_id, media_type, sha256, bytes, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`,
        [evidenceId, actor.schoolCode ?? null, kind, registrationId ?? null, mediaType, sha256Of(bytes), bytes.length,
          actor.subject, tx.at], // prettier-ignore
      );
      await this.files.keep(tx, [paper!]);
      tx.changed({ aggregate: 'evidence', id: evidenceId, schoolCode: actor.schoolCode ?? null });
      return evidenceViewOf(row!);
    });
  }
}

/** An image is made anew; a PDF is kept as it is, and is never opened here. */
async function paperOf(file: Buffer): Promise<Decision<{ bytes: Buffer; mediaType: FileType }, FileRefusal>> {
  const type = await recognise(file, PAPER_TYPES);
  if (!type.ok) return type;
  if (type.value === 'application/pdf') return accept({ bytes: file, mediaType: type.value });
  const jpeg = await asJpeg(file, PAGE);
  return jpeg.ok ? accept({ bytes: jpeg.value, mediaType: 'image/jpeg' }) : jpeg;
}

async function expectOwn(tx: Transaction, registrationId: string, { schoolCode }: Actor): Promise<void> {
  const found = await tx.query(
    'select from registrations where registration_id = $1 and school_code = coalesce($2, school_code)',
    [registrationId, schoolCode ?? null],
  );
  if (found.length === 0) throw new Problem(problems['not-found']);
}
