/** SQL of how many certificates of study (肄业证书) a registration was given before a moment. */
export const LEFT_BEFORE = (registrationId: string, moment: string) => `(
  select count(*) from early_leavings earlier
  where earlier.registration_id = ${registrationId} and earlier.approved_at < ${moment})`;

/** SQL of how many others it was given by then. */
export const GRADUATED_BEFORE = (registrationId: string, moment: string) => `(
  select count(*) from graduation_items item join graduation_batches earlier using (batch_id)
  where item.registration_id = ${registrationId} and item.excluded_at is null and earlier.approved_at < ${moment})`;
