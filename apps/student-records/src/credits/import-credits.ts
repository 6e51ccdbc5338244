import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import { declareActions } from '#commands';
import type { Transaction } from '#database';
import { choice, clearText, column, importController, importerOf, type ImportJob, type RowError, rowError, type RowOf, schema, shown, text, type ValidRow } from '#importing'; // prettier-ignore
import { Tag } from '#runtime';
import { z } from 'zod';
import { type CreditEntry, credits, recordResult } from '../domain/credits.js';
import { problems } from '../problems.js';
import { registrations } from '../registrations/registrations.js';
import { creditEntries, entriesOf } from './credit-entries.js';

const code = { mask: shown };
const number = { mask: shown, takes: 'number' as const };

const columns = {
  studentNo: column('学号', text(64), code),
  courseCode: column('课程代码', clearText(50), code),
  courseName: column('课程名称', clearText(), code),
  term: column('学年学期', schema(z.string().regex(/^\d{4}-\d{4}-[12]$/, '应为 2025-2026-1')), { ...code, hint: '如 2025-2026-1' }),
  credits: column('学分', schema(z.string().regex(/^\d+(\.\d)?$/, '应为数字，如 2 或 2.5').transform(Number).pipe(credits)), { ...number, hint: '课程学分，0.5 的倍数' }),
  result: column('成绩结果', choice({ PASSED: ['合格', '及格', '通过'], FAILED: ['不合格', '不及格', '未通过'] }), code),
}; // prettier-ignore
type Row = ValidRow<RowOf<typeof columns>>;

const name = 'record-credits';
const action = declareActions({ [name]: { zh: '登记了学分', en: 'recorded credits' } })[name];

/** 批量登记学分: a row for each course of a student. A row that is recorded already changes nothing. */
@Tag('credit-imports', '批量登记学分: a file of results of courses, looked through first and then committed')
@Controller('credits/imports')
export class CreditImport extends importController<typeof columns>('school-registrar') {
  readonly kind = 'credits';
  readonly rules = {
    columns,
    sheet: '学分',
    uniqueBy: ['studentNo', 'courseCode', 'term', 'result'] as ('studentNo' | 'courseCode')[],
  };

  constructor(private readonly transitions: Transitions) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    return (await decideRows(tx, rows)).errors;
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { errors, recorded } = await decideRows(tx, rows);
    const versions = recorded.map(({ entry }) => ({ after: entry }));
    const options = { actor: importerOf(job), unless: 'registration_id, course_code, term, result' };
    const saved = await this.transitions.save(tx, creditEntries, { name, action }, versions, options);
    const done = new Set(saved.map(({ entryId }) => entryId));
    const late = recorded.filter(({ entry }) => !done.has(entry.entryId));
    return [...errors, ...late.map(({ row }) => refused(row, 'course-credited-already'))];
  }
}

const refused = (row: number, refusal: 'not-found' | keyof typeof FIELDS): RowError =>
  rowError(columns, row, refusal === 'not-found' ? 'studentNo' : FIELDS[refusal], {
    code: refusal,
    message: problems[refusal].title,
  });

/** The column in which a refusal is mended. */
const FIELDS = {
  'student-transferred': 'studentNo',
  'registration-not-live': 'studentNo',
  'credit-entry-differs': 'credits',
  'course-credited-already': 'courseCode',
} as const;

/** What each row records, of students whose registrations stay as they are meanwhile; rows see those before them. */
async function decideRows(tx: Transaction, rows: readonly Row[]) {
  const numbers = rows.map(({ values }) => values.studentNo);
  const found = await registrations.find(tx, 'student_no = any($1) order by registration_id for share', [numbers]); // prettier-ignore
  const byNumber = new Map(found.map((each) => ['studentNo' in each ? each.studentNo : '', each]));
  const entriesFor = await entriesOf(tx, found);
  const errors: RowError[] = [];
  const recorded: { row: number; entry: CreditEntry }[] = [];
  for (const { row, values } of rows) {
    const registration = byNumber.get(values.studentNo);
    if (!registration) errors.push(refused(row, 'not-found'));
    else {
      const { registrationId } = registration;
      const ofFile = recorded.map(({ entry }) => entry).filter((each) => each.registrationId === registrationId); // prettier-ignore
      const known = [...entriesFor(registrationId), ...ofFile];
      const decision = recordResult(registration, values, { newId: uuidv7(), known });
      if (!decision.ok) errors.push(refused(row, decision.code));
      else if (decision.value) recorded.push({ row, entry: decision.value });
    }
  }
  return { errors, recorded };
}
