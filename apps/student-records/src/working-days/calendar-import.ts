import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Transitions } from '#aggregates';
import type { Transaction } from '#database';
import { choice, CHUNK_ROWS, clearText, column, day, importController, importerOf, type ImportJob, type RowError, rowError, type RowOf, shown, type ValidRow } from '#importing'; // prettier-ignore
import { Tag } from '#runtime';
import { calendarFaults, DAY_FAULTS } from '../domain/working-days.js';
import { problems } from '../problems.js';
import { loadWorkingCalendar, workingCalendars } from './working-calendars.js';

const columns = {
  day: column('日期', day(), { mask: shown, takes: 'date', hint: '如 2026-10-01，全文件为同一年度' }),
  kind: column('类别', choice({ HOLIDAY: '放假', WORKDAY: '调休上班' }), { mask: shown }),
  documentNo: column('文号', clearText(), { mask: shown, hint: '如 国办发明电〔2025〕7号' }),
};
type Row = ValidRow<RowOf<typeof columns>>;

/** 批量载入工作日历: the days of one year, all or none. */
@Tag('working-calendar-imports', '载入工作日历: a file of holidays and shifted working days of a year')
@Controller('working-calendars/imports')
export class WorkingCalendarImport extends importController<typeof columns>('city-officer') {
  readonly kind = 'working-calendars';
  /** A year comes whole, and so in one piece. */
  readonly rules = { columns, sheet: '工作日历', uniqueBy: ['day' as const], maximumRows: CHUNK_ROWS };

  constructor(private readonly transitions: Transitions) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[]): Promise<RowError[]> {
    const { year } = calendarOf(rows);
    const known = await workingCalendars.find(tx, 'year = $1', [year]);
    return [...faultsOf(rows), ...(known.length > 0 ? everyRow(rows, EXISTS) : [])];
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const errors = faultsOf(rows);
    if (errors.length > 0 || job.refused > 0) return everyRow(rows, INCOMPLETE);
    const after = { ...calendarOf(rows), calendarId: uuidv7(), version: 1 };
    const options = { actor: importerOf(job), unless: 'year' };
    const saved = await this.transitions.save(tx, workingCalendars, loadWorkingCalendar, [{ after }], options); // prettier-ignore
    return saved.length > 0 ? [] : everyRow(rows, EXISTS);
  }
}

const { title } = problems['working-calendar-exists'];
const EXISTS = { code: 'working-calendar-exists', message: title };
const INCOMPLETE = {
  code: 'working-calendar-incomplete',
  message: '工作日历须整年导入；请更正未通过的行后重新上传整个文件',
};

const everyRow = (rows: readonly Row[], fault: { code: string; message: string }) =>
  rows.map(({ row }) => rowError(columns, row, 'day', fault));

const ofKind = (rows: readonly Row[], kind: Row['values']['kind']) =>
  rows.filter(({ values }) => values.kind === kind);

const calendarOf = (rows: readonly Row[]) => ({
  year: Number(rows[0]!.values.day.slice(0, 4)),
  documentNo: rows[0]!.values.documentNo,
  holidays: ofKind(rows, 'HOLIDAY').map(({ values }) => values.day),
  shiftedWorkdays: ofKind(rows, 'WORKDAY').map(({ values }) => values.day),
});

function faultsOf(rows: readonly Row[]): RowError[] {
  const rowsOf = { holidays: ofKind(rows, 'HOLIDAY'), shiftedWorkdays: ofKind(rows, 'WORKDAY') };
  return calendarFaults(calendarOf(rows)).map(({ field, at, code }) =>
    rowError(columns, rowsOf[field][at]!.row, 'day', { code, message: DAY_FAULTS[code].zh }),
  );
}
