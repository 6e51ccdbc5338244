import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { z } from 'zod';
import type { CodeOf, notFoundRefusal } from '#aggregates/rules';
import { command, Commands, type CommandTransaction } from '#commands';
import { type FileRefusal, fileProblems } from '#files';
import { unpack } from '#importing';
import { Problem, refusedItems } from '#runtime';
import type { Actor } from '#security';
import type { PhotoReason, PhotoRefusal } from '../domain/photo.js';
import type { RegistrationRules } from '../domain/rules.js';
import { problems } from '../problems.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { registrations } from '../registrations/registrations.js';
import { PutPhotos } from './put-photos.js';
import { standardPhoto } from './standard-photo.js';

export const PhotoArchive = z
  .object({
    accepted: z.int().describe('Photos that were stored'),
    unchanged: z.int().describe('Photos that the records have already'),
    refused: refusedItems.describe('By the name of the file'),
  })
  .meta({ id: 'PhotoArchive' });

export const uploadPhotoArchive = command({
  name: 'upload-photo-archive',
  path: 'photos/batch-upload',
  roles: ['school-registrar'],
  sentence: { zh: '批量上传了学生照片', en: 'uploaded photos of students' },
  answers: [200, PhotoArchive],
  refuses: [problems, 'photo-archive-unreadable'],
});

const ofFile = { ...problems, ...fileProblems };
type Code = FileRefusal | PhotoRefusal | CodeOf<typeof notFoundRefusal> | 'photo-given-twice';
type Refused = { readonly name: string; readonly code: Code; readonly registrationId?: string };

const MAX_PHOTOS = 1_000;
// An archive unpacks to some sixty megabytes: a process reads one at a time.
const inTurn = pLimit(1);

/** 批量上传照片: an archive (.zip) of images that are named by student numbers, such as `S2026001.jpg`. */
@Injectable()
export class UploadPhotoArchive {
  constructor(
    private readonly commands: Commands,
    private readonly photos: PutPhotos,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  /** Those that are refused are named with the reason, the others are stored. @throws Problem 422, 503 */
  upload(archive: Buffer, { reason, actor }: { readonly reason?: PhotoReason; readonly actor: Actor }) {
    return inTurn(async (): Promise<z.infer<typeof PhotoArchive>> => {
      const { images, refused } = await this.read(archive);
      const laid = await this.photos.lay([...images.values()].map(({ jpeg }) => jpeg));
      const photos = new Map([...images.keys()].map((studentNo, index) => [studentNo, laid[index]!]));
      return this.commands.run(actor, uploadPhotoArchive.action, async (tx) => {
        const found = await registrations.find(
          tx,
          'student_no = any($1) order by registration_id for update',
          [[...images.keys()]],
        );
        const outcome = await this.photos.put(
          tx,
          uploadPhotoArchive,
          found.map((registration) => ({ registration, ...photos.get(numberOf(registration))! })),
          { reason, actor },
        );
        const left = new Map(found.map((each) => [numberOf(each), each.registrationId]));
        const codes = new Map(outcome.refused.map(({ registrationId, code }) => [registrationId, code]));
        const all = [...images].flatMap(([studentNo, { name }]): Refused[] => {
          const registrationId = left.get(studentNo);
          const code = registrationId === undefined ? 'not-found' : codes.get(registrationId);
          return code ? [{ name, code, registrationId }] : [];
        });
        return answer(tx, outcome, [...refused, ...all]);
      });
    });
  }

  /** The images in the standard form by the student number of their name, and what cannot be one. */
  private async read(archive: Buffer) {
    const entries = await unpack(archive, isPhoto);
    if (!entries.ok || entries.value.size > MAX_PHOTOS)
      throw new Problem(problems['photo-archive-unreadable']);
    const images = new Map<string, { name: string; jpeg: Buffer }>();
    const refused: Refused[] = [];
    for (const [entry, content] of entries.value) {
      const { base: name, name: studentNo } = path.posix.parse(entry);
      const photo = await standardPhoto(Buffer.from(content), this.rules.photo);
      if (!photo.ok) refused.push({ name, code: photo.code });
      else if (images.has(studentNo)) refused.push({ name, code: 'photo-given-twice' });
      else images.set(studentNo, { name, jpeg: photo.value });
    }
    return { images, refused };
  }
}

/** Folders, and what the Mac adds to each file, are passed over. */
const isPhoto = (name: string) => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.)/.test(name);

const numberOf = (registration: object) => (registration as { studentNo: string }).studentNo;

function answer(
  tx: CommandTransaction,
  { stored, unchanged }: { stored: number; unchanged: number },
  refused: Refused[],
) {
  // Without those of no record: a file may be named after a person.
  const ofRecords = refused.flatMap(({ registrationId, code }) =>
    registrationId === undefined ? [] : [{ id: registrationId, code }],
  );
  tx.refused(registrations.name, ofRecords);
  const items = refused.map(({ name, code }) => {
    const { title, detail } = ofFile[code];
    return { id: name, code, title, detail };
  });
  return { accepted: stored, unchanged, refused: items };
}
