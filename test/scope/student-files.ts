import sharp from 'sharp';
import type { TestService } from '#testing';
import { PLATFORM, SCHOOL } from './walked-service.js';

/** What the bytes of an image become where they are read as text. */
export const NO_TEXT = '\ufffd';

export const PAPER = Buffer.from('%PDF-1.7\n%%EOF\n');

export const somePortrait = async () =>
  Buffer.from(
    await sharp({ create: { width: 358, height: 441, channels: 3, background: '#9ab' } })
      .jpeg()
      .toBuffer(),
  );

export async function uploadedPhoto(
  service: TestService,
  registrationId: string,
  portrait: Buffer,
): Promise<string> {
  const registrar = service.as('school-registrar', SCHOOL);
  await registrar.post(`/registrations/${registrationId}/photos`, portrait, 'image/jpeg');
  return (await registrar.get(`/registrations/${registrationId}/photos`)).body.items[0].photoId;
}

export async function uploadedEvidence(service: TestService, registrationId: string): Promise<string> {
  const registrar = service.as('school-registrar', SCHOOL);
  const address = `/evidence?kind=OTHER&registrationId=${registrationId}`;
  return (await registrar.post(address, PAPER, 'application/pdf')).body.evidenceId;
}

export const CONTACT = { phone: '13900000031', guardians: [], reason: '更换手机号码' };

export async function changedContact(service: TestService, registrationId: string): Promise<void> {
  const registrar = service.as('school-registrar', SCHOOL);
  await registrar.post(`/registrations/${registrationId}/contact`, CONTACT);
}

/** What the police say of a student. */
export async function comparedIdentity(service: TestService, registrationId: string): Promise<void> {
  await service.query(
    `insert into police_matches (match_id, person_id, match_number, outcome, matched_at, source, counts, delivered_by, received_at)
     select gen_random_uuid(), person_id, 'GA-1', 'MATCHED', now(), '市公安局人口库', true, $2, now()
     from registrations where registration_id = $1`,
    [registrationId, PLATFORM],
  );
}
