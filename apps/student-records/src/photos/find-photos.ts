import { Injectable, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { Commands, declareActions } from '#commands';
import { id, moment } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { FileVault } from '#files';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { PhotoReason } from '../domain/photo.js';
import { problems } from '../problems.js';

export const Photos = z
  .object({
    registrationId: id,
    items: z
      .array(
        z.object({
          photoId: id,
          sha256: z.string().describe('Of the stored JPEG'),
          bytes: z.int(),
          reason: PhotoReason.optional().describe('更换照片原因'),
          uploadedBy: z.string(),
          uploadedAt: moment,
        }),
      )
      .describe('The newest first: it is that of the record'),
  })
  .meta({ id: 'RegistrationPhotos' });

const { 'view-photo': VIEW_PHOTO } = declareActions({
  'view-photo': { zh: '查看了学生照片', en: 'looked at a photo of the student' },
});

@Injectable()
export class FindPhotos {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly files: FileVault,
  ) {}

  /** @throws Problem 404 */
  list(registrationId: string, actor: Actor): Promise<z.infer<typeof Photos>> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      await expectRegistration(tx, registrationId);
      const rows = await tx.query(
        `select photo_id as "photoId", sha256, bytes, reason, uploaded_by as "uploadedBy", uploaded_at as "uploadedAt"
         from photos where registration_id = $1 order by photo_id desc`,
        [registrationId],
      );
      const items = rows.map((row) => ({
        ...row,
        reason: row.reason ?? undefined,
        uploadedAt: (row.uploadedAt as Date).toISOString(),
      }));
      return Photos.parse({ registrationId, items });
    });
  }

  /** Written down: it shows a face. @throws Problem 404, 409 person-erased, 503 */
  async content(registrationId: string, photoId: string, actor: Actor): Promise<StreamableFile> {
    const read = await this.commands.look(actor, VIEW_PHOTO, async (tx) => {
      const [row] = await tx.query<{ school: string; fileId: string }>(
        `select registrations.school_code as school, coalesce(photos.file_id, photos.photo_id) as "fileId"
         from photos join registrations using (registration_id)
         where photo_id = $1 and registration_id = $2`,
        [photoId, registrationId],
      );
      if (!row) throw new Problem(problems['not-found']);
      tx.changed({ aggregate: 'registration', id: registrationId, schoolCode: row.school });
      const opened = await this.files.open(tx, row.fileId);
      if (!opened) throw new Problem(problems['person-erased']);
      return opened;
    });
    const disposition = `attachment; filename="${photoId}.jpg"`;
    return new StreamableFile(await read(), { type: 'image/jpeg', disposition });
  }
}

async function expectRegistration(tx: Transaction, registrationId: string): Promise<void> {
  const found = await tx.query('select from registrations where registration_id = $1', [registrationId]);
  if (found.length === 0) throw new Problem(problems['not-found']);
}
