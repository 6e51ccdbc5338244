import { Module } from '@nestjs/common';
import { DeliverPoliceMatches } from './deliver-police-matches.js';
import { FindPoliceMatches } from './find-police-matches.js';
import { PoliceMatchesController } from './police-matches.controller.js';

/** 公安比对 */
@Module({
  controllers: [PoliceMatchesController],
  providers: [DeliverPoliceMatches, FindPoliceMatches],
})
export class PoliceMatchesModule {}
