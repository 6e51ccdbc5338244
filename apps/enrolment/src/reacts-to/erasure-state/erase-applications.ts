import { Transitions } from '#aggregates';
import { ErasureState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { applications } from '../../applications/applications.js';
import { transferredFrom } from '../../applications/transfer-admissions.js';
import { forgetTakenOver } from '../../applications/taken-over.js';
import { followErasure } from '../../applications/erase-application.js';

/** 个人信息删除: student records has erased persons; what their applications, also those before a transfer, hold of them goes as well. */
@ReactsTo(ErasureState)
export class EraseApplications {
  constructor(private readonly transitions: Transitions) {}

  async handle(erasures: Received<typeof ErasureState>[], tx: Transaction): Promise<void> {
    for (const extent of ['WHOLE', 'CONTACT'] as const) {
      const causes = new Map(
        erasures
          .filter(({ data }) => data.extent === extent)
          .flatMap((event) => event.data.applicationIds.map((applicationId) => [applicationId, event])),
      );
      for (const { before, after } of await transferredFrom(tx, [...causes.keys()]))
        causes.set(before, causes.get(after)!);
      if (extent === 'WHOLE') await forgetTakenOver(tx, [...causes.keys()]);
      const states = await applications.lock(tx, [...causes.keys()]);
      await this.transitions.take(tx, followErasure, states, extent, { causeOf: (id) => causes.get(id) });
    }
  }
}
