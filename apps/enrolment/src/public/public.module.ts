import { Module } from '@nestjs/common';
import { StylesheetController } from '#runtime';
import { ListRecruiting } from './list-recruiting.js';
import { ListReviews } from './list-reviews.js';
import { PageController } from './page.controller.js';
import { PublicController } from './public.controller.js';

/** 公示: what everybody may know of who recruits. */
@Module({
  controllers: [PublicController, PageController, StylesheetController],
  providers: [ListRecruiting, ListReviews],
})
export class PublicModule {}
