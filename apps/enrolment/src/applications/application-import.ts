import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditLog, stepOf } from '#commands';
import type { Transaction } from '#database';
import type { ImportJob, ImportKind, RowError, ValidRow } from '#importing';
import { type Actor, type Role, Sealer } from '#security';
import { actions } from '../actions.js';
import {
  APPLICANT_COLUMNS,
  type ApplicantColumns,
  type ApplicantRow,
  faultsOfRow,
} from './applicant-columns.js';
import type { Submission } from './application-row.js';
import { alreadyApplied, applicationOf, offeringsOf, unfitRows } from './applications-of-rows.js';
import { insertApplications } from './insert-applications.js';

/** What a file of applications is: its columns, what the database has against a row, and how rows are stored. */
@Injectable()
export class ApplicationImport implements ImportKind<ApplicantColumns> {
  readonly kind = 'applications';
  readonly rules = {
    columns: APPLICANT_COLUMNS,
    sheet: '报名',
    uniqueBy: ['idNumber' as const],
    checkRow: faultsInColumns,
  };

  constructor(
    private readonly sealer: Sealer,
    private readonly audit: AuditLog,
  ) {}

  refusals(tx: Transaction, rows: ValidRow<ApplicantRow>[], job: ImportJob): Promise<RowError[]> {
    return unfitRows(tx, this.sealer, rows, job.schoolCode);
  }

  /** The offering was there at the check and offerings are never deleted; whether it still recruits, admission asks. */
  async store(tx: Transaction, rows: ValidRow<ApplicantRow>[], job: ImportJob): Promise<RowError[]> {
    const offerings = await offeringsOf(tx, rows);
    const submittedAt = new Date();
    const submissions = rows.map(({ row, values }) => ({
      applicationId: uuidv7(),
      application: applicationOf(values, offerings.get(row)!),
      submittedBy: job.actor,
      submittedAt,
      importedFrom: { importId: job.importId, row },
    }));
    const stored = await insertApplications(tx, this.sealer, submissions);
    const changes = changesOf(submissions, stored);
    // Without any it would be told of an asking; that was the commit, which is written down.
    if (changes.length > 0)
      this.audit.note(tx, actorOf(job), actions['submit-application-by-import'], changes);
    const refused = submissions.filter(({ applicationId }) => !stored.has(applicationId));
    return refused.map(({ importedFrom }) => alreadyApplied(importedFrom.row));
  }
}

/** Who uploaded the file: the rows are stored in their name. */
const actorOf = ({ actor, actorRole, schoolCode }: ImportJob): Actor => ({
  subject: actor,
  role: actorRole as Role,
  schoolCode: schoolCode ?? undefined,
});

const changesOf = (submissions: Submission[], stored: ReadonlySet<string>) =>
  submissions
    .filter(({ applicationId }) => stored.has(applicationId))
    .map(({ applicationId, application: { schoolCode } }) =>
      stepOf('application', applicationId, { schoolCode, version: 1 }),
    );

/** Birth date has no column of its own: what is wrong with it is wrong with the number. */
function faultsInColumns(row: ApplicantRow) {
  return faultsOfRow(row).map((fault) => ({
    ...fault,
    field: fault.field === 'birthDate' ? ('idNumber' as const) : fault.field,
  }));
}
