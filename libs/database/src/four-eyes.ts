/**
 * SQL for a migration: nobody approves what they submitted, whatever the code does (四眼原则). The rules refuse it
 * before, with the code `approver-is-submitter`. Call it once for each column that names who had a hand in the thing.
 * @param submittedBy column with the subject of who drafted, changed or submitted
 * @param approvedBy column with the subject of who decided; null until then
 */
export function fourEyes(table: string, submittedBy: string, approvedBy: string): string {
  return `
    alter table ${table} add constraint ${table}_${approvedBy}_is_not_${submittedBy}
      check (${approvedBy} is null or (${submittedBy} is not null and ${approvedBy} <> ${submittedBy}));`;
}
