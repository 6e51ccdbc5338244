import { Inject, Injectable } from '@nestjs/common';
import { command, Commands } from '#commands';
import { accepted, fileProblems } from '#files';
import { Problem } from '#runtime';
import type { Actor } from '#security';
import type { PhotoReason } from '../domain/photo.js';
import type { RegistrationRules } from '../domain/rules.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { RegistrationView } from '../registrations/registration-view.js';
import { showRegistration } from '../registrations/show-registration.js';
import { registrations } from '../registrations/registrations.js';
import { PutPhotos } from './put-photos.js';
import { standardPhoto } from './standard-photo.js';

export const uploadPhoto = command({
  name: 'upload-photo',
  path: ':registrationId/photos',
  roles: ['school-registrar'],
  sentence: { zh: '上传了学生照片', en: 'uploaded a photo of the student' },
  answers: [200, RegistrationView],
  refuses: [
    problems,
    'not-found',
    'photo-too-small',
    'photo-not-portrait',
    'photo-settled',
    'photo-reason-missing',
  ],
});

/** 上传照片 of one student. The same image again changes nothing. */
@Injectable()
export class UploadPhoto {
  constructor(
    private readonly commands: Commands,
    private readonly photos: PutPhotos,
    private readonly vault: PersonVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** @throws Problem 404, 409, 413, 415, 422, 503 */
  async upload(
    registrationId: string,
    image: Buffer,
    { reason, actor }: { readonly reason?: PhotoReason; readonly actor: Actor },
  ): Promise<RegistrationView> {
    const jpeg = accepted(await standardPhoto(image, this.rules.photo), { ...problems, ...fileProblems });
    const [photo] = await this.photos.lay([jpeg]);
    return this.commands.run(actor, uploadPhoto.action, async (tx) => {
      const [registration] = await registrations.lock(tx, [registrationId]);
      if (!registration) throw new Problem(problems['not-found']);
      const { refused } = await this.photos.put(tx, uploadPhoto, [{ registration, ...photo! }], {
        reason,
        actor,
      });
      if (refused[0]) throw new Problem(problems[refused[0].code]);
      return showRegistration(tx, this.vault, registrationId);
    });
  }
}
