import type { ErasureExtent } from '#contracts';
import type { Transaction } from '#database';
import { ERASED_NAME } from '#national-codes';
import { destroyDataKeys, type Destruction } from '#security';
import { subjectOf } from './application-row.js';

/**
 * Destroys what the applications hold of their persons. Numbers, contact and guardian go in any case: of who has become a
 * student, student records keeps the number. CONTACT leaves the name to the roll of the admitted, and the index to the
 * rule of one live admission; WHOLE leaves neither.
 */
export async function eraseApplications(
  tx: Transaction,
  applicationIds: string[],
  extent: ErasureExtent,
  destruction: Destruction,
): Promise<void> {
  await destroyDataKeys(tx, applicationIds.map(subjectOf), destruction);
  await tx.query(
    `update applications set erased_at = coalesce(erased_at, now()), version = version + 1,
       state = case state when 'SUBMITTED' then 'ERASED' else state end,
       id_number_sealed = null, phone_sealed = null, guardian_sealed = null, ethnicity = null, hukou_region = null,
       prior_school = null
     where application_id = any($1)`,
    [applicationIds],
  );
  if (extent === 'WHOLE')
    await tx.query(
      `update applications set name = $2, name_pinyin = '', name_initials = '', id_number_index = null,
         sex = null, birth_date = null
       where application_id = any($1)`,
      [applicationIds, ERASED_NAME],
    );
}
