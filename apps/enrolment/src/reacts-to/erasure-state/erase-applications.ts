import { ErasureState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { eraseApplications } from '../../applications/erase-applications.js';
import { lockApplications } from '../../applications/application-batch.js';

/** 个人信息删除: student records has erased persons; what their applications hold of them goes as well. */
@ReactsTo(ErasureState)
export class EraseApplications {
  async handle(erasures: Received<typeof ErasureState>[], tx: Transaction): Promise<void> {
    await lockApplications(
      tx,
      erasures.flatMap(({ data }) => data.applicationIds),
    );
    for (const extent of ['WHOLE', 'CONTACT'] as const) {
      const applicationIds = erasures
        .filter(({ data }) => data.extent === extent)
        .flatMap(({ data }) => data.applicationIds);
      await eraseApplications(tx, applicationIds, extent, BY_STUDENT_RECORDS);
    }
  }
}

/** Who ordered it, and why, stands there. */
const BY_STUDENT_RECORDS = {
  by: 'student-records',
  legalGround: 'as in student-records',
  reason: 'as in student-records',
};
