import { Controller } from '@nestjs/common';
import { AuditLog } from '#commands';
import type { Transaction } from '#database';
import { column, day, importController, importerOf, type ImportJob, optional, type RowError, rowError, type RowOf, shown, text, type ValidRow } from '#importing'; // prettier-ignore
import { dayInChina, normaliseName } from '#national-codes';
import { Tag } from '#runtime';
import { type Validity, whyNotValid } from '../domain/document-validity.js';
import { holderOf, type Registration } from '../domain/registration-states.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { keepValidities } from './keep-validities.js';
import { stateValidity } from './state-validity.js';

const columns = {
  studentNo: column('学号', text(64), { mask: shown }),
  name: column('姓名', normaliseName),
  idValidFrom: column('证件有效期起', day(), { mask: shown, takes: 'date', hint: '如 2021-05-06' }),
  idValidTo: column('证件有效期止', optional(day()), { mask: shown, takes: 'date', hint: '长期有效的留空' }),
};
type Row = ValidRow<RowOf<typeof columns>>;

/** 批量登记证件有效期: the name is held against the one on record, so that a row that slipped is found. */
@Tag('document-imports', '批量登记证件有效期: a file, looked through first and then committed')
@Controller('documents/imports')
export class DocumentImport extends importController<typeof columns>('school-registrar') {
  readonly kind = 'document-validities';
  readonly rules = { columns, sheet: '证件有效期', uniqueBy: ['studentNo' as const] };

  constructor(
    private readonly vault: PersonVault,
    private readonly audit: AuditLog,
  ) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    return (await decideRows(tx, rows)).errors;
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { errors, stated } = await decideRows(tx, rows);
    const validities = new Map<string, Validity>(stated.map(({ registration, values }) => [holderOf(registration), values])); // prettier-ignore
    const kept = await keepValidities(tx, this.vault, validities);
    const [done, erased] = [true, false].map((is) =>
      stated.filter(({ registration }) => kept.has(holderOf(registration)) === is),
    );
    const changes = done!.map(({ registration: { registrationId: id, schoolCode } }) => ({ aggregate: registrations.name, id, schoolCode })); // prettier-ignore
    if (changes.length > 0) this.audit.note(tx, importerOf(job), stateValidity.action, changes);
    return [...errors, ...erased!.map(({ row }) => refused(row, 'person-erased'))];
  }
}

const FIELDS = {
  'not-found': 'studentNo',
  'person-erased': 'studentNo',
  'identity-mismatch': 'studentNo',
  'document-days-disordered': 'idValidTo',
} as const;

const refused = (row: number, code: keyof typeof FIELDS): RowError =>
  rowError(columns, row, FIELDS[code], { code, message: problems[code].title });

/** What each row states, of students of the school who stay as they are meanwhile. */
async function decideRows(tx: Transaction, rows: readonly Row[]) {
  const numbers = rows.map(({ values }) => values.studentNo);
  const found = await registrations.find(tx, 'student_no = any($1) order by registration_id for share', [numbers]); // prettier-ignore
  const byNumber = new Map(found.map((each) => ['studentNo' in each ? each.studentNo : '', each]));
  const named = await tx.query<{ person_id: string; name: string }>(
    'select person_id, name from persons where person_id = any($1)',
    [found.map(holderOf)],
  );
  const nameOf = new Map(named.map((row) => [row.person_id, row.name]));
  const errors: RowError[] = [];
  const stated: { row: number; registration: Registration; values: Row['values'] }[] = [];
  for (const { row, values } of rows) {
    const registration = byNumber.get(values.studentNo);
    const refusal = registration ? whyNotValid(registration, values, dayInChina(tx.at)) : 'not-found';
    if (refusal) errors.push(refused(row, refusal));
    else if (nameOf.get(holderOf(registration!)) !== values.name)
      errors.push(rowError(columns, row, 'name', { code: 'other-name', message: '姓名与该学号不符，请核对该行是否错位' })); // prettier-ignore
    else stated.push({ row, registration: registration!, values });
  }
  return { errors, stated };
}
