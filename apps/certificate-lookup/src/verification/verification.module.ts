import { Module } from '@nestjs/common';
import { EntriesModule } from '../entries/entries.module.js';
import { StylesheetController } from '#runtime';
import { PageController } from '../page/page.controller.js';
import { RateLimit } from './rate-limit.js';
import { redisProvider } from './redis.js';
import { VerifyCertificate } from './verify-certificate.js';
import { VerifyController } from './verify.controller.js';

@Module({
  imports: [EntriesModule],
  controllers: [PageController, StylesheetController, VerifyController],
  providers: [VerifyCertificate, RateLimit, redisProvider],
})
export class VerificationModule {}
