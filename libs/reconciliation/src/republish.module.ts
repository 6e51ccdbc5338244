import { Global, Module } from '@nestjs/common';
import { CheckTopic } from './check-topic.js';
import { Republish } from './republish.js';
import { RepublishController } from './republish.controller.js';
import { Republishers } from './republishers.js';

/** The route by which an owner tells its topics again; its republishers add themselves to {@link Republishers}. */
@Global()
@Module({
  controllers: [RepublishController],
  providers: [Republish, CheckTopic, Republishers],
  exports: [Republishers],
})
export class RepublishModule {}
