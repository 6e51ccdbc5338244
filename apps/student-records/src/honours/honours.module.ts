import { Module } from '@nestjs/common';
import { FindHonours } from './find-honours.js';
import { HonoursController } from './honours.controller.js';

/** 评优 */
@Module({ controllers: [HonoursController], providers: [FindHonours] })
export class HonoursModule {}
