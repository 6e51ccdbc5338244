import { Module } from '@nestjs/common';
import { FindPlacements } from './find-placements.js';
import { PlacementImport } from './import-placements.js';
import { PlacementsController } from './placements.controller.js';

/** 实习 */
@Module({ controllers: [PlacementImport, PlacementsController], providers: [FindPlacements] })
export class PlacementsModule {}
