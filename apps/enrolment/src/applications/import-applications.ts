import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Commands } from '#commands';
import { type Transaction, Transactions } from '#database';
import {
  commitImport,
  fileSha256,
  findImport,
  findUpload,
  type ImportJob,
  openImport,
  readSheet,
  type SheetRow,
  type UnreadableSheet,
} from '#importing';
import { notFound, Problem } from '#runtime';
import { type Actor, scopeOf, Sealer } from '#security';
import { actions } from '../actions.js';
import { problems } from '../problems.js';
import { APPLICANT_COLUMNS, type ApplicantRow, faultsOfRow } from './applicant-columns.js';
import { alreadyApplied, applicationOf, offeringsOf, refuseUnfit } from './applications-of-rows.js';
import { insertApplications } from './insert-applications.js';

/** Import of a file of applications: the dry run first, then its valid rows once. */
@Injectable()
export class ImportApplications {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  /** Reads and checks the whole file and stores nothing but the job. */
  dryRun(bytes: Buffer, actor: Actor): Promise<{ job: ImportJob; created: boolean }> {
    return this.commands.run(actor, actions['upload-import'], async (tx) => {
      const upload = { kind: 'applications', actor, fileSha256: fileSha256(bytes) };
      const known = await findUpload(tx, upload);
      if (known?.state === 'DONE') return { job: known, created: false };
      const columns = APPLICANT_COLUMNS;
      const sheet = readSheet(bytes, { columns, uniqueBy: ['idNumber'], checkRow: faultsInColumns });
      if (!sheet.ok) throw unreadable(sheet);
      const checked = await refuseUnfit(tx, this.sealer, sheet, actor.schoolCode);
      return openImport(tx, this.sealer, upload, checked, known);
    });
  }

  commit(importId: string, actor: Actor): Promise<ImportJob> {
    return this.commands.run(actor, actions['commit-import'], async (tx) => {
      const job = await commitImport<ApplicantRow>(tx, this.sealer, importId, (rows) =>
        this.insert(tx, rows, importId, actor),
      );
      return job ?? unknownImport();
    });
  }

  find(importId: string, actor: Actor): Promise<ImportJob> {
    return this.transactions.run(
      scopeOf(actor),
      async (tx) => (await findImport(tx, importId)) ?? unknownImport(),
    );
  }

  /** The offering was there at the dry run and offerings are never deleted; whether it still recruits, admission asks. */
  private async insert(tx: Transaction, rows: SheetRow<ApplicantRow>[], importId: string, actor: Actor) {
    const offerings = await offeringsOf(tx, rows);
    const submittedAt = new Date();
    const stored = await insertApplications(
      tx,
      this.sealer,
      rows.map(({ row, values }) => ({
        applicationId: uuidv7(),
        application: applicationOf(values, offerings.get(row)!),
        submittedBy: actor.subject,
        submittedAt,
        importedFrom: { importId, row },
      })),
    );
    const storedRows = new Set(stored.map(({ import_row }) => import_row));
    const refused = rows.filter(({ row }) => !storedRows.has(row)).map(({ row }) => alreadyApplied(row));
    return { committed: stored.length, refused };
  }
}

/** Birth date has no column of its own: what is wrong with it is wrong with the number. */
const faultsInColumns = (row: ApplicantRow) =>
  faultsOfRow(row).map((fault) => ({
    ...fault,
    field: fault.field === 'birthDate' ? ('idNumber' as const) : fault.field,
  }));

function unknownImport(): never {
  throw notFound('There is no such import within your scope.', '未找到该导入任务');
}

const unreadable = ({ errors }: UnreadableSheet) =>
  new Problem(problems['file-unreadable'], {
    title: errors.map(({ message }) => message).join('；'),
    errors: errors.map(({ code, message }) => ({ path: '', code, message })),
  });
