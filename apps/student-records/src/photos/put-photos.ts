import { Injectable } from '@nestjs/common';
import { type Step, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { FileVault, type PreparedFile, sha256Of } from '#files';
import type { Actor } from '#security';
import { putPhoto, type PhotoReason, type PhotoRefusal } from '../domain/photo.js';
import type { Registration } from '../domain/registration-states.js';
import { registrations } from '../registrations/registrations.js';

/** A photo in the standard form, laid where files are kept. */
export interface LaidPhoto {
  readonly jpeg: Buffer;
  readonly file: PreparedFile;
}

/** For a registration that is locked. */
export interface GivenPhoto extends LaidPhoto {
  readonly registration: Registration;
}

export interface PutOutcome {
  readonly stored: number;
  /** how many are the photos that the records have already */
  readonly unchanged: number;
  readonly refused: readonly { readonly registrationId: string; readonly code: PhotoRefusal }[];
}

/** Stores photos and lets their records name them, in a handful of statements for any number. */
@Injectable()
export class PutPhotos {
  constructor(
    private readonly transitions: Transitions,
    private readonly files: FileVault,
  ) {}

  /** Before the transaction. One that no record names then is removed after a day. @throws Problem 503 */
  async lay(jpegs: readonly Buffer[]): Promise<LaidPhoto[]> {
    const files = await this.files.prepare(jpegs);
    return files.map((file, index) => ({ jpeg: jpegs[index]!, file }));
  }

  async put(
    tx: Transaction,
    step: Step,
    photos: readonly GivenPhoto[],
    { reason, actor }: { readonly reason?: PhotoReason; readonly actor: Actor },
  ): Promise<PutOutcome> {
    const decided = photos.map(({ registration: before, jpeg, file }) => {
      const photoSha256 = sha256Of(jpeg);
      return { before, jpeg, file, photoSha256, decision: putPhoto(before, { photoSha256, reason }) };
    });
    const refused = decided.flatMap(({ before: { registrationId }, decision }) =>
      decision.ok ? [] : [{ registrationId, code: decision.code }],
    );
    const stored = decided.flatMap(({ before, decision, jpeg, file, photoSha256 }) =>
      decision.ok && before.photoSha256 !== photoSha256
        ? [{ before, after: decision.value, reason, photoId: file.fileId, jpeg, file }]
        : [],
    );
    if (stored.length > 0) {
      await this.files.keep(tx, stored.map(({ file }) => file)); // prettier-ignore
      await insertPhotos(tx, stored, actor);
      await this.transitions.save(tx, registrations, step, stored, { actor });
    }
    return { stored: stored.length, unchanged: photos.length - stored.length - refused.length, refused };
  }
}

async function insertPhotos(
  tx: Transaction,
  photos: readonly { after: Registration; photoId: string; jpeg: Buffer; reason?: PhotoReason }[],
  { subject }: Actor,
): Promise<void> {
  const rows = photos.map(
    ({ after: { registrationId, schoolCode, photoSha256 }, photoId, jpeg, reason }) => ({
      photo_id: photoId,
      registration_id: registrationId,
      school_code: schoolCode,
      sha256: photoSha256,
      bytes: jpeg.length,
      reason,
      uploaded_by: subject,
      uploaded_at: tx.at,
    }),
  );
  await tx.query('insert into photos select * from json_populate_recordset(null::photos, $1)', [
    JSON.stringify(rows),
  ]);
}
