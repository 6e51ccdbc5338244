import { Controller } from '@nestjs/common';
import { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { importController, importerOf, type ImportJob, type RowError, rowError } from '#importing';
import { Tag } from '#runtime';
import { faultOf } from '../problems.js';
import { columns, offeringFile, type Row } from './offering-columns.js';
import { decideOpenings, type NewOffering, type Opening, saveOpenings } from './open-offerings.js';

/** 批量开设专业点: opens those that are new. A row that is as the register has it changes nothing. */
@Tag('offering-imports', '批量开设专业点: a file of offerings, looked through first and then committed')
@Controller('offerings/imports')
export class OfferingImport extends importController<typeof columns>('city-officer') {
  readonly kind = 'offerings';
  readonly rules = offeringFile;

  constructor(private readonly transitions: Transitions) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    return (await decideOpenings(tx, rows.map(wantedBy))).flatMap(errorOf);
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { openings } = await saveOpenings(tx, this.transitions, rows.map(wantedBy), importerOf(job));
    return openings.flatMap(errorOf);
  }
}

type Wanted = NewOffering & Pick<Row['values'], 'status'> & { readonly row: number };
const wantedBy = ({ row, values }: Row): Wanted => ({ ...values, row });

function errorOf({ wanted: { row, status = 'ACTIVE' }, offering, code }: Opening<Wanted>): RowError[] {
  if (offering?.status === status) return [];
  if (code) return [rowError(columns, row, FIELDS[code] ?? 'status', faultOf(code))];
  return [rowError(columns, row, 'status', { code: 'offering-active', message: '文件只开设专业点；停招和撤销须另行办理' })]; // prettier-ignore
}

/** The column in which a refusal is mended. */
const FIELDS: Partial<Record<NonNullable<Opening<Wanted>['code']>, keyof typeof columns>> = {
  'unknown-school': 'schoolCode',
  'school-not-active': 'schoolCode',
  'unknown-major': 'majorCode',
  'major-closed': 'majorCode',
  'level-not-in-catalogue': 'level',
  'level-above-school-type': 'level',
};
