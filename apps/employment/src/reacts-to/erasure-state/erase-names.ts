import { ErasureState } from '#contracts';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { ERASED_NAME } from '#national-codes';
import { noteErased } from '../../cases/erased-persons.js';

/**
 * 个人信息删除: the cases of erased persons go on without a name. Outcomes stay, since they count in statistics. A
 * graduation of a later day is not meant: its case has a name again.
 */
@ReactsTo(ErasureState)
export class EraseNames {
  async handle(erasures: Received<typeof ErasureState>[], tx: Transaction): Promise<void> {
    // Whoever opens cases now has either been waited for, or waits and then knows of the erasure.
    await tx.query('lock table erased_persons in exclusive mode');
    await noteErased(
      tx,
      erasures.map(({ data }) => data),
    );
    await tx.query(
      `update cases set name = $1, name_pinyin = null, name_initials = null, erased_at = erased.erased_at
       from erased_persons erased
       where erased.person_id = any($2) and cases.person_id = erased.person_id
         and cases.approved_on <= (erased.erased_at at time zone 'Asia/Shanghai')::date`,
      [ERASED_NAME, erasures.map(({ data }) => data.personId)],
    );
  }
}
