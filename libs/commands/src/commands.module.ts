import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AuditEntriesController } from './audit-entries.controller.js';
import { AuditLog } from './audit-log.js';
import { CommandInterceptor } from './command-interceptor.js';
import { Commands } from './commands.js';
import { ListAuditEntries } from './list-audit-entries.js';
import { Lists } from './lists.js';
import { RefusalTrail } from './refusal-trail.js';

/** Commands everywhere in the service, what every route of a command has, and the audit trail to read. */
@Global()
@Module({
  controllers: [AuditEntriesController],
  providers: [
    AuditLog,
    Commands,
    ListAuditEntries,
    Lists,
    RefusalTrail,
    { provide: APP_INTERCEPTOR, useClass: CommandInterceptor },
  ],
  exports: [AuditLog, Commands, Lists],
})
export class CommandsModule {}
