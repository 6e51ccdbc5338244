import { type DynamicModule, Module } from '@nestjs/common';
import type { EventDefinition } from '#contracts';
import { AUDIT_HEADS, DailyAuditHeads } from './daily-audit-heads.js';

/** A service makes known how far its audit trail goes. */
@Module({})
export class AuditHeadsModule {
  static forRoot(definition: EventDefinition): DynamicModule {
    return {
      module: AuditHeadsModule,
      providers: [{ provide: AUDIT_HEADS, useValue: definition }, DailyAuditHeads],
    };
  }
}
