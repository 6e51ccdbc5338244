/** SQL of how many certificates a registration was given before a moment, by whatever end of its studies. */
export const CERTIFIED_BEFORE = (registrationId: string, moment: string) => `(
  (select count(*) from early_leavings earlier
   where earlier.registration_id = ${registrationId} and earlier.approved_at < ${moment})
  + (select count(*) from graduation_items item join graduation_batches earlier using (batch_id)
     where item.registration_id = ${registrationId} and item.excluded_at is null and earlier.approved_at < ${moment}))`;
