import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Command, Unversioned } from '#commands';
import { id } from '#contracts';
import { fileProblems, IMAGE_TYPES, TakesUpload, uploaded } from '#files';
import { Answers, AnswersFile, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { PhotoReason } from '../domain/photo.js';
import { problems } from '../problems.js';
import { VIEW_ROLES } from '../view-roles.js';
import { FindPhotos, Photos } from './find-photos.js';
import { UploadPhoto, uploadPhoto } from './upload-photo.js';
import { UploadPhotoArchive, uploadPhotoArchive } from './upload-photo-archive.js';

const Replacement = z.strictObject({
  reason: PhotoReason.optional().describe('更换照片原因, of a registration that is approved and has a photo'),
});
type Replacement = z.infer<typeof Replacement>;

@Tag('photos', '证件照: the photos of students, in the form in which certificates print them')
@Controller('registrations')
export class PhotosController {
  constructor(
    private readonly photos: FindPhotos,
    private readonly single: UploadPhoto,
    private readonly archive: UploadPhotoArchive,
  ) {}

  @Command(uploadPhoto)
  @TakesUpload(IMAGE_TYPES, 'A portrait as JPEG or PNG: by itself or as a form; at most 2 MiB')
  upload(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Query({ schema: Replacement }) { reason }: Replacement,
    @Body() image: unknown,
    @CurrentActor() actor: Actor,
  ) {
    return this.single.upload(registrationId, uploaded(image), { reason, actor });
  }

  @Command(uploadPhotoArchive)
  @Unversioned()
  @TakesUpload(
    ['application/zip'],
    'An archive (.zip) of portraits that are named by student numbers; at most 1,000, and 64 MiB unpacked',
  )
  uploadArchive(
    @Query({ schema: Replacement }) { reason }: Replacement,
    @Body() archive: unknown,
    @CurrentActor() actor: Actor,
  ) {
    return this.archive.upload(uploaded(archive), { reason, actor });
  }

  @Get(':registrationId/photos')
  @Summary({ zh: '查询学生照片', en: 'List the photos of a student' })
  @Roles(...VIEW_ROLES)
  @Answers(200, Photos)
  @Refuses(problems, 'not-found')
  list(@Param('registrationId', { schema: id }) registrationId: string, @CurrentActor() actor: Actor) {
    return this.photos.list(registrationId, actor);
  }

  @Get(':registrationId/photos/:photoId')
  @Summary({ zh: '下载学生照片', en: 'Download a photo of a student' })
  @Roles(...VIEW_ROLES)
  @AnswersFile('image/jpeg', 'Written down in the audit trail; may not be kept')
  @Refuses(problems, 'not-found', 'person-erased')
  @Refuses(fileProblems, 'file-store-away')
  content(
    @Param('registrationId', { schema: id }) registrationId: string,
    @Param('photoId', { schema: id }) photoId: string,
    @CurrentActor() actor: Actor,
  ) {
    return this.photos.content(registrationId, photoId, actor);
  }
}
