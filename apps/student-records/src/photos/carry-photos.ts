import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { Active } from '../domain/registration-states.js';

/** Lets the records after a transfer show the photo of the records before, of which each file stays the only one. */
export async function carryPhotos(tx: Transaction, entered: readonly Active[]): Promise<void> {
  const pictured = entered.filter(({ photoSha256 }) => photoSha256 !== undefined);
  if (pictured.length === 0) return;
  await tx.query(
    `insert into photos (photo_id, registration_id, school_code, sha256, bytes, reason, uploaded_by, uploaded_at, file_id)
     select next.photo_id, next.registration_id, photo.school_code, photo.sha256, photo.bytes, photo.reason, photo.uploaded_by,
       photo.uploaded_at, coalesce(photo.file_id, photo.photo_id)
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as next (photo_id, registration_id, previous_id)
     cross join lateral (
       select * from photos where photos.registration_id = next.previous_id order by photo_id desc limit 1) photo`,
    [
      pictured.map(() => uuidv7()),
      pictured.map(({ registrationId }) => registrationId),
      pictured.map(({ previousRegistrationId }) => previousRegistrationId!),
    ],
  );
}
