import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '#database';
import type { ImportJob, ImportKind, RowError, ValidRow } from '#importing';
import { Sealer } from '#security';
import {
  APPLICANT_COLUMNS,
  type ApplicantColumns,
  type ApplicantRow,
  faultsOfRow,
} from './applicant-columns.js';
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

  constructor(private readonly sealer: Sealer) {}

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
    const refused = submissions.filter(({ applicationId }) => !stored.has(applicationId));
    return refused.map(({ importedFrom }) => alreadyApplied(importedFrom.row));
  }
}

/** Birth date has no column of its own: what is wrong with it is wrong with the number. */
function faultsInColumns(row: ApplicantRow) {
  return faultsOfRow(row).map((fault) => ({
    ...fault,
    field: fault.field === 'birthDate' ? ('idNumber' as const) : fault.field,
  }));
}
