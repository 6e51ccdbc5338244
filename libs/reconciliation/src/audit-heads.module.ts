import { type DynamicModule, Module } from '@nestjs/common';
import type { EventDefinition } from '#contracts';
import { AUDIT_HEADS, DailyAuditHeads } from './daily-audit-heads.js';
import { RepublishAuditHeads } from './republish-audit-heads.js';
import { RepublishModule } from './republish.module.js';

/** A service makes known how far its audit trail goes. */
@Module({})
export class AuditHeadsModule {
  static forRoot(definition: EventDefinition): DynamicModule {
    return {
      module: AuditHeadsModule,
      imports: [RepublishModule],
      providers: [{ provide: AUDIT_HEADS, useValue: definition }, DailyAuditHeads, RepublishAuditHeads],
    };
  }
}
