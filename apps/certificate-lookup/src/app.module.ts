import { Module } from '@nestjs/common';
import { CommandsModule } from '#commands';
import { auditHeads } from '#contracts/published';
import { DatabaseModule } from '#database';
import { JobsModule } from '#jobs';
import { MessagingModule } from '#messaging';
import { AuditHeadsModule, ReconciliationModule } from '#reconciliation';
import { SealingModule, SecurityModule } from '#security';
import { entryDigests } from './entries/entry-digests.js';
import { EntriesModule } from './entries/entries.module.js';
import { VerificationModule } from './verification/verification.module.js';

/** 毕业证书查询: entries are kept as they are published; a verification answers from them, as JSON or as a page. */
@Module({
  imports: [
    DatabaseModule.forRoot(),
    MessagingModule.forRoot({ service: 'certificate-lookup', caughtUp: true }),
    SecurityModule.forRoot(),
    SealingModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot(),
    AuditHeadsModule.forRoot(auditHeads('certificate-lookup')),
    ReconciliationModule.forRoot(entryDigests),
    EntriesModule,
    VerificationModule,
  ],
})
export class AppModule {}
