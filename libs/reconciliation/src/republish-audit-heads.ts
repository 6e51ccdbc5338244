import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EventDefinition } from '#contracts';
import type { Transaction } from '#database';
import { AUDIT_HEADS, auditHeadsNow } from './daily-audit-heads.js';
import { type Republisher, Republishers } from './republishers.js';

/** Heads of the audit trail, as they are now: what an empty Kafka has lost of earlier ones is gone. */
@Injectable()
export class RepublishAuditHeads implements Republisher {
  readonly topic;
  readonly id = z.string();

  constructor(
    registry: Republishers,
    @Inject(AUDIT_HEADS) private readonly definition: EventDefinition,
  ) {
    this.topic = definition.topic;
    registry.register(this);
  }

  async page(tx: Transaction) {
    return { events: [(await auditHeadsNow(tx, this.definition)).event] };
  }
}
