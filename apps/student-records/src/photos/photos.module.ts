import { Module } from '@nestjs/common';
import { FindPhotos } from './find-photos.js';
import { PhotosController } from './photos.controller.js';
import { PutPhotos } from './put-photos.js';
import { UploadPhoto } from './upload-photo.js';
import { UploadPhotoArchive } from './upload-photo-archive.js';

/** 证件照 */
@Module({
  controllers: [PhotosController],
  providers: [FindPhotos, PutPhotos, UploadPhoto, UploadPhotoArchive],
})
export class PhotosModule {}
