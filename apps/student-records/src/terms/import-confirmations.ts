import { Controller } from '@nestjs/common';
import { choice, clearText, column, optional, schema, shown, text, transitionImport } from '#importing';
import { Tag } from '#runtime';
import { termCode } from '../domain/term.js';
import { CONFIRMATION_NAMES, REASON_NAMES } from './confirmation-names.js';
import { confirmTerm } from './confirm-term.js';

const seen = { mask: shown };
const { CONFIRMED, NOT_CONFIRMED } = CONFIRMATION_NAMES;

const columns = {
  studentNo: column('学号', text(64), seen),
  term: column('学年学期', schema(termCode), { ...seen, hint: '如 2026-2027-1' }),
  result: column('注册情况', choice({ CONFIRMED, NOT_CONFIRMED }), seen),
  reasonCode: column('未注册原因', optional(choice(REASON_NAMES)), { ...seen, mayBeAbsent: true }),
  remark: column('备注', optional(clearText(200)), { mayBeAbsent: true }),
};

/** 批量学期注册 */
@Tag('term-confirmation-imports', '批量学期注册: a file of students, looked through first and then committed')
@Controller('term-confirmations/imports')
export class ConfirmationImport extends transitionImport(confirmTerm, {
  columns,
  sheet: '学期注册',
  key: 'studentNo',
}) {
  constructor() {
    super({});
  }
}
