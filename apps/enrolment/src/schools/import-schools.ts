import { Controller } from '@nestjs/common';
import { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { importController, importerOf, type ImportJob, type RowError, rowError } from '#importing';
import { Tag } from '#runtime';
import { authorities } from '../authorities/authorities.js';
import { mayStandUnder } from '../domain/authority.js';
import type { School } from '../domain/school.js';
import { newSchool } from '../domain/school-change.js';
import { faultOf } from '../problems.js';
import { registerSchool } from './register-school.js';
import { columns, type Row, schoolFile } from './school-columns.js';
import { schools } from './schools.js';

/** 批量登记院校: registers those that are new. A row that is as the register has it changes nothing. */
@Tag('school-imports', '批量登记院校: a file of schools, looked through first and then committed')
@Controller('schools/imports')
export class SchoolImport extends importController<typeof columns>('city-officer') {
  readonly kind = 'schools';
  readonly rules = schoolFile;

  constructor(private readonly transitions: Transitions) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    return (await look(tx, rows)).errors;
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { fresh, errors } = await look(tx, rows);
    const versions = fresh.map(({ values }) => ({ after: newSchool(values) }));
    const options = { actor: importerOf(job), unless: 'school_code' };
    const saved = await this.transitions.save(tx, schools, registerSchool, versions, options);
    const done = new Set(saved.map(({ schoolCode }) => schoolCode));
    const late = fresh.filter(({ values }) => !done.has(values.schoolCode));
    return [...errors, ...late.map(({ row }) => rowError(columns, row, 'schoolCode', faultOf('school-already-registered')))]; // prettier-ignore
  }
}

/** What stands against the rows, and which of the others are of schools that are new. */
async function look(tx: Transaction, rows: Row[]): Promise<{ fresh: Row[]; errors: RowError[] }> {
  const [codes, usccs, supervisors] = (['schoolCode', 'uscc', 'authorityCode'] as const).map((field) => rows.map(({ values }) => values[field])); // prettier-ignore
  const known = await schools.find(tx, 'school_code = any($1) or uscc = any($2)', [codes, usccs]);
  const byCode = new Map(known.map((each) => [each.schoolCode, each]));
  const takenUsccs = new Set(known.map(({ uscc }) => uscc));
  const bodies = await authorities.find(tx, 'authority_code = any($1) order by authority_code for share', [supervisors]); // prettier-ignore
  const byAuthority = new Map(bodies.map((each) => [each.authorityCode, each]));
  const fresh: Row[] = [];
  const errors: RowError[] = [];
  for (const each of rows) {
    const { row, values } = each;
    const there = byCode.get(values.schoolCode);
    const supervised = mayStandUnder(byAuthority.get(values.authorityCode), values.authorityTier);
    if (there) errors.push(...differences(there, each));
    else if (takenUsccs.has(values.uscc))
      errors.push(rowError(columns, row, 'uscc', faultOf('school-already-registered'))); // prettier-ignore
    else if (!supervised.ok) errors.push(rowError(columns, row, 'authorityCode', faultOf(supervised.code)));
    else fresh.push(each);
  }
  return { fresh, errors };
}

/** A change has its day, its reason and often its decision: it is asked for by itself. */
const differences = (there: School, { row, values }: Row): RowError[] =>
  (Object.keys(columns) as (keyof typeof columns)[])
    .filter((field) => there[field] !== values[field])
    .map((field) => rowError(columns, row, field, { code: 'school-already-registered', message: '该院校已登记，此项与登记不同；要变更请办理院校变更' })); // prettier-ignore
