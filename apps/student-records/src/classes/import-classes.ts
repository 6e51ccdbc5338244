import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { askedBy, Transitions } from '#aggregates';
import type { Transaction } from '#database';
import {
  importController,
  importerOf,
  type ImportJob,
  type RowError,
  rowError,
  type RowOf,
  type ValidRow,
} from '#importing';
import { Tag } from '#runtime';
import { classRefusals, openClass as open } from '../domain/class.js';
import { classColumns, classFile } from './class-columns.js';
import { classes } from './classes.js';
import { CLASS_KEY, openClass } from './open-class.js';

type Row = ValidRow<RowOf<typeof classColumns>>;

/** 批量开班 */
@Tag('class-imports', '批量开班: a file of classes, looked through first and then committed')
@Controller('classes/imports')
export class ClassImport extends importController<typeof classColumns>('school-registrar') {
  readonly kind = 'classes';
  readonly rules = classFile;

  constructor(private readonly transitions: Transitions) {
    super();
  }

  async refusals(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const codes = rows.map(({ values }) => values.code);
    const found = await classes.find(tx, 'school_code = $1 and code = any($2)', [job.schoolCode, codes]);
    const taken = new Set(found.map(({ code }) => code));
    return rows.flatMap((each) => (taken.has(each.values.code) ? codeTaken(each) : []));
  }

  async store(tx: Transaction, rows: Row[], job: ImportJob): Promise<RowError[]> {
    const actor = importerOf(job);
    const asked = askedBy(tx, actor);
    const versions = rows.map(({ values: { majorCode, majorName, ...values } }) => {
      const named = { ...values, major: { majorCode, name: majorName }, classId: uuidv7() };
      return { after: open({ ...named, schoolCode: actor.schoolCode! }, asked) };
    });
    const options = { actor, unless: CLASS_KEY };
    const saved = await this.transitions.save(tx, classes, openClass, versions, options);
    const done = new Set(saved.map(({ code }) => code));
    return rows.flatMap((each) => (done.has(each.values.code) ? [] : codeTaken(each)));
  }
}

const codeTaken = ({ row }: Row): RowError =>
  rowError(classColumns, row, 'code', {
    code: 'class-code-taken',
    message: classRefusals['class-code-taken'].title,
  });
