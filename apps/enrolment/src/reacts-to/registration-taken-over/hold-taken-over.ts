import { RegistrationTakenOver } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { Sealer } from '#security';
import { holdTakenOver } from '../../applications/taken-over.js';

/** 接管存量: the person studies already, and is not admitted a second time. */
@ReactsTo(RegistrationTakenOver)
export class HoldTakenOver {
  constructor(private readonly sealer: Sealer) {}

  handle(events: Received<typeof RegistrationTakenOver>[], tx: Transaction): Promise<void> {
    return holdTakenOver(tx, this.sealer, events);
  }
}
