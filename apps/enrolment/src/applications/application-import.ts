import { Controller, Inject } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { declareActions } from '#commands';
import type { Transaction } from '#database';
import { importController, importerOf, type ImportJob, type ImportRules, type RowError, rowError } from '#importing'; // prettier-ignore
import { Tag } from '#runtime';
import { Sealer } from '#security';
import { type Field, warning, type WarningCode } from '../domain/field-rules.js';
import type { StudyRules } from '../domain/study-rules.js';
import { partnersInForce } from '../recruiting-partners/recruiting-partners.js';
import { columns, type Row } from './application-columns.js';
import { faultsOfRow, submissionOf } from './application-rows.js';
import { alreadyApplied, offeringsOf, unfitRows, unpartneredRows, untimelyRows } from './unfit-rows.js';
import { sharingPhones } from './shared-phones.js';
import { storeApplications } from './store-applications.js';
import { STUDY_RULES } from './study-rules.js';

const name = 'submit-application-by-import';
const action = declareActions({
  [name]: { zh: '从文件导入了报名', en: 'submitted the application by a file' },
})[name];

/** 批量导入报名: a file is uploaded, checked, looked at, and committed. */
@Tag('imports', '批量报名: a file, looked through first and then committed')
@Controller('applications/imports')
export class ApplicationImport extends importController<typeof columns>('school-admissions', 'city-officer') {
  readonly kind = 'applications';
  readonly rules: ImportRules<typeof columns>;
  private readonly sharedPhones: number;

  constructor(
    private readonly transitions: Transitions,
    private readonly sealer: Sealer,
    @Inject(STUDY_RULES) studyRules: readonly StudyRules[],
  ) {
    super();
    this.sharedPhones = studyRules[0]!.sharedPhones;
    this.rules = {
      columns,
      sheet: '报名',
      uniqueBy: ['issuingState', 'idNumber'],
      checkRow: (row) => faultsOfRow(row, studyRules),
      shared: { moreThan: this.sharedPhones, warning: warning('phone', 'shared-phone') },
    };
  }

  async refusals(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    return [
      ...(await unfitRows(tx, this.sealer, rows, job.schoolCode)),
      ...(await this.phoneWarnings(tx, rows)),
    ];
  }

  /** The offering was there at the check and offerings are never deleted; whether it still recruits, admission asks. */
  async store(tx: Transaction, checked: Row[], job: ImportJob): Promise<RowError[]> {
    const untimely = [...(await untimelyRows(tx, checked)), ...(await unpartneredRows(tx, checked))];
    const tooLate = new Set(untimely.map(({ row }) => row));
    const rows = checked.filter(({ row }) => !tooLate.has(row));
    const found = await offeringsOf(tx, rows);
    const partnerOf = await partnersInForce(tx, rows.map(({ values }) => values)); // prettier-ignore
    const late = Map.groupBy(await this.phoneWarnings(tx, rows), ({ row }) => row);
    const submissions = rows.map(({ row, values, warnings }) => ({
      applicationId: uuidv7(),
      submission: submissionOf(values, found.get(row)!, partnerOf(values)?.partnerId),
      warnings: [...warnings, ...(late.get(row) ?? [])].map(warningOf),
      importId: job.importId,
      importRow: row,
    }));
    const actor = importerOf(job);
    const { transitions, sealer } = this;
    const stored = await storeApplications(tx, { name, action }, submissions, { transitions, sealer, actor });
    const storedRows = new Set(stored.map(({ importRow }) => importRow));
    return [...untimely, ...rows.flatMap(({ row }) => (storedRows.has(row) ? [] : alreadyApplied(row)))];
  }

  /** Of phones that the file has not warned of by itself. */
  private async phoneWarnings(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    const shared = warning('phone', 'shared-phone');
    const unwarned = rows.filter(({ warnings }) => warnings.every(({ code }) => code !== shared.code));
    const others = unwarned.map(({ values }) => values);
    const isShared = await sharingPhones(tx, this.sealer, others, this.sharedPhones);
    return unwarned.flatMap(({ row, values }) =>
      isShared(values) ? rowError(columns, row, 'phone', shared) : [],
    );
  }
}

const fieldsByTitle = new Map(
  Object.entries(columns).map(([field, { title }]) => [title, field as Field] as const),
);

/** As the application keeps it: a warning of its file is named by code and column. */
const warningOf = ({ code, column }: RowError) => ({
  code: code as WarningCode,
  field: fieldsByTitle.get(column)!,
});
