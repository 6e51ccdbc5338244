import type { ApplicationRow } from './application-row.js';

/** What every event of an admitted application tells. */
export const admissionData = (row: ApplicationRow) => ({
  applicationId: row.application_id,
  schoolCode: row.school_code,
  offeringId: row.offering_id,
  planLineId: row.plan_line_id!,
  sourceType: row.source_type,
  channel: row.channel,
  scope: row.scope,
});
