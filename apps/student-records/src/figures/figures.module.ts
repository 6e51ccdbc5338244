import { Module } from '@nestjs/common';
import { FiguresController } from './figures.controller.js';
import { FindFigures } from './find-figures.js';

/** 学籍统计 */
@Module({ controllers: [FiguresController], providers: [FindFigures] })
export class FiguresModule {}
