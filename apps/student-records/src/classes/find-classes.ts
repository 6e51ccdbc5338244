import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry, selectedBy } from '#aggregates';
import { id, LEVELS, schoolCode, SEASONS, StudyMode } from '#contracts';
import { type Transaction, Transactions } from '#database';
import { filledWorkbook } from '#importing';
import { dayInChina } from '#national-codes';
import { listOf, pageOf, Problem, several } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { CLASS_STATES } from '../domain/class.js';
import { problems } from '../problems.js';
import { classFile } from './class-columns.js';
import { type ClassRow, ClassView, COUNTED_STATES, SELECT_CLASSES, viewOfClass } from './class-view.js';
import { classes } from './classes.js';

const listed = listOf({
  filters: {
    state: several('state', z.enum(CLASS_STATES)),
    schoolCode: ['school_code', schoolCode],
    code: ['code', z.string().max(30).describe('班级代码')],
    year: ['year', z.coerce.number().int().min(2000).max(2100).describe('入学年度')],
    season: ['season', z.enum(SEASONS)],
    studyMode: several('study_mode', StudyMode),
    level: several('level', z.enum(LEVELS)),
    majorCode: ['major_code', z.string().max(20)],
  },
  sorts: { classId: ['class_id'] },
});
export const ClassFilter = listed.query;
export type ClassFilter = z.infer<typeof ClassFilter>;
export const ClassExport = listed.exportQuery;
export type ClassExport = z.infer<typeof ClassExport>;
export const ClassPage = pageOf(ClassView).meta({ id: 'ClassPage' });

export const ClassHistory = z
  .object({ classId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'ClassHistory' });

const sourceOn = (today: string) => ({
  select: SELECT_CLASSES,
  parameters: [today, COUNTED_STATES],
  itemOf: (row: ClassRow) => viewOfClass(row, today),
});

selectedBy(classes, listed, (tx) => sourceOn(dayInChina(tx.at)));

@Injectable()
export class FindClasses {
  constructor(private readonly transactions: Transactions) {}

  list(query: ClassFilter, actor: Actor) {
    return this.read(query, actor, (tx) => listed.page(tx, query, sourceOn(dayInChina(tx.at))));
  }

  /** In the layout of the import. @throws Problem 422 */
  workbook(query: ClassExport, actor: Actor): Promise<Buffer> {
    return this.read(query, actor, (tx) =>
      filledWorkbook(classFile, inRows(listed.all(tx, query, sourceOn(dayInChina(tx.at))))),
    );
  }

  /** @throws Problem 404, also for a class of another school */
  async history(classId: string, actor: Actor): Promise<z.infer<typeof ClassHistory>> {
    const entries = await this.transactions.run(scopeOf(actor), (tx) => historyEntries(tx, classes, classId));
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { classId, entries };
  }

  private read<Answer>(
    { schoolCode: asked }: { readonly schoolCode?: string | undefined },
    actor: Actor,
    work: (tx: Transaction) => Promise<Answer>,
  ): Promise<Answer> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, asked);
    return this.transactions.run(scope, work);
  }
}

async function* inRows(views: AsyncIterable<ClassView>) {
  for await (const { major, ...view } of views)
    yield { ...view, majorCode: major.majorCode, majorName: major.name };
}
