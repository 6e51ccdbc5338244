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
       from erased_persons erased join json_to_recordset($2) as named (person_id uuid, registration_ids uuid[]) using (person_id)
       where cases.person_id = erased.person_id
         and (named.registration_ids is null or cases.registration_id = any(named.registration_ids))
         and cases.approved_on <= (erased.erased_at at time zone 'Asia/Shanghai')::date`,
      [
        ERASED_NAME,
        JSON.stringify(
          erasures.map(({ data }) => ({ person_id: data.personId, registration_ids: data.registrationIds })),
        ),
      ],
    );
  }
}
