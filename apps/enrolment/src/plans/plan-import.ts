import { Controller } from '@nestjs/common';
import { Transitions } from '#aggregates';
import { type Refusal, refuse } from '#aggregates/rules';
import { declareActions } from '#commands';
import type { Transaction } from '#database';
import { importController, importerOf, type ImportJob, type RowError, rowError } from '#importing';
import { Tag } from '#runtime';
import type { draftRefusals, WantedLine } from '../domain/plan-draft.js';
import { offeringsOf } from '../applications/unfit-rows.js';
import { problems } from '../problems.js';
import { decideDrafts, draftLines } from './draft-lines.js';
import { columns, planFile, type Row } from './plan-columns.js';
import { planKey } from './plan-lines.js';

const name = 'submit-plan-lines-by-import';
const action = declareActions({
  [name]: { zh: '从文件导入了招生计划', en: 'submitted the plan line by a file' },
})[name];

/** 批量导入招生计划: what a row says is drafted and submitted, as `POST /plans/batch` does. */
@Tag('plan-imports', '批量招生计划: a file, looked through first and then committed')
@Controller('plans/imports')
export class PlanImport extends importController<typeof columns>('school-admissions', 'city-officer') {
  readonly kind = 'plan-lines';
  readonly rules = planFile;

  constructor(private readonly transitions: Transitions) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { named, unnamed } = await this.linesOf(tx, rows, job);
    const drafting = { actor: importerOf(job), submit: true };
    const decided = await decideDrafts(tx, named.map(({ line }) => line), drafting); // prettier-ignore
    const refused = decided.flatMap(({ decision }, at) =>
      decision.ok ? [] : refusedRow(named[at]!.row, decision),
    );
    return [...unnamed, ...refused];
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const { named, unnamed } = await this.linesOf(tx, rows, job);
    const lines = named.map(({ line }) => line);
    const drafting = { actor: importerOf(job), submit: true };
    const decisions = await draftLines(tx, this.transitions, { name, action }, lines, drafting);
    const refused = decisions.flatMap((each, at) => (each.ok ? [] : refusedRow(named[at]!.row, each)));
    return [...unnamed, ...refused];
  }

  /** The lines that rows mean by school and major; and the rows that name another school, no offering, or a line of a row before. */
  private async linesOf(tx: Transaction, rows: Row[], { schoolCode }: ImportJob) {
    const found = await offeringsOf(tx, rows);
    const named: { row: number; line: WantedLine }[] = [];
    const unnamed: RowError[] = [];
    const seen = new Set<string>();
    for (const { row, values } of rows) {
      const offeringId = found.get(row)?.offeringId;
      const line = offeringId && { ...values, offeringId };
      if (schoolCode && values.schoolCode !== schoolCode)
        unnamed.push(rowError(columns, row, 'schoolCode', OTHER_SCHOOL));
      else if (!line) unnamed.push(refusedRow(row, refuse('unknown-offering')));
      else if (seen.has(planKey(line))) unnamed.push(rowError(columns, row, 'majorCode', SAME_LINE));
      else named.push({ row, line });
      if (line) seen.add(planKey(line));
    }
    return { named, unnamed };
  }
}

const SAME_LINE = {
  code: 'duplicate-in-file',
  message: '与本文件其他行为同一招生计划（不填目录版本时取最新的一版）',
};
const OTHER_SCHOOL = { code: 'other-school', message: '只能导入本校的招生计划' };

/** The column that is wrong where a line is refused. */
const COLUMN_OF: Partial<Record<keyof typeof draftRefusals, keyof typeof columns>> = {
  'unknown-offering': 'majorCode',
  'offering-not-active': 'majorCode',
  'plan-year-out-of-range': 'year',
};

const refusedRow = (row: number, { code, words }: Refusal<keyof typeof draftRefusals>): RowError => {
  const { title: message } = words ?? problems[code];
  return rowError(columns, row, COLUMN_OF[code] ?? 'planned', { code, message });
};
