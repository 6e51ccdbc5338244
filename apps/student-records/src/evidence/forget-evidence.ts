import { Inject } from '@nestjs/common';
import type { Transaction } from '#database';
import { FileVault } from '#files';
import { HandlesJob, jobKind, NIGHTLY, NOTHING, type NextStep } from '#jobs';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';

export const forgetEvidence = jobKind({ name: 'forget-evidence', payload: NOTHING, schedule: NIGHTLY });

/** Tables with an `evidence_id`, as a spec holds against the schema: what they name is kept as long as they are. */
export const REFERRING = [
  'status_changes',
  'transfers',
  'inward_transfers',
  'identity_changes',
  'supervision_findings',
  'person_deaths',
];
const MAX_AT_ONCE = 500;
const destruction = {
  by: 'student-records',
  legalGround: 'PURPOSE_ENDED',
  reason: '上传后未被任何事项引用',
};

/** Papers that no act has named for so long are not kept: they were uploaded by mistake, or for what was never asked. */
@HandlesJob(forgetEvidence)
export class ForgetEvidence {
  constructor(
    private readonly files: FileVault,
    @Inject(REGISTRATION_RULES) private readonly rules: RegistrationRules,
  ) {}

  async handle(_: object, tx: Transaction): Promise<NextStep<object> | void> {
    const unnamed = REFERRING.map(
      (table) => `not exists (select from ${table} where ${table}.evidence_id = evidence.evidence_id)`,
    );
    const rows = await tx.query<{ evidence_id: string }>(
      `delete from evidence where evidence_id in (
         select evidence_id from evidence where uploaded_at < now() - make_interval(days => $1) and ${unnamed.join(' and ')}
         order by uploaded_at limit ${MAX_AT_ONCE} for update skip locked)
       returning evidence_id`,
      [this.rules.evidenceUnnamedDays],
    );
    await this.files.destroy(tx, rows.map(({ evidence_id }) => evidence_id), destruction); // prettier-ignore
    if (rows.length === MAX_AT_ONCE) return {};
  }
}
