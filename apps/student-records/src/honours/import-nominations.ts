import { Controller } from '@nestjs/common';
import { choice, clearText, column, integer, shown, text, transitionImport } from '#importing';
import { Tag } from '#runtime';
import { HONOUR_NAMES } from '../names-of-codes.js';
import { nominateStudents } from './honours.js';

const columns = {
  studentNo: column('学号', text(64), { mask: shown }),
  kind: column('荣誉', choice(HONOUR_NAMES), { mask: shown }),
  year: column('年度', integer(2000, 2100), { mask: shown, takes: 'number', hint: '如 2026' }),
  merits: column('主要事迹', clearText(500)),
};

/** 批量推荐: a file of students whom the school nominates. */
@Tag('honour-imports', '批量推荐评优: a file of nominations, looked through first and then committed')
@Controller('honours/imports')
export class NominationImport extends transitionImport(nominateStudents, {
  columns,
  sheet: '评优推荐',
  key: 'studentNo',
}) {
  constructor() {
    super({});
  }
}
