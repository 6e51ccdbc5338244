import { Controller, Inject } from '@nestjs/common';
import { choice, clearText, column, day, optional, shown, text, transitionImport } from '#importing';
import { Tag } from '#runtime';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { requestStatusChanges } from './status-changes.js';

const code = { mask: shown };
const date = { mask: shown, takes: 'date' as const, hint: '如 2026-09-01' };
const reasons = choice({ ILLNESS: '因病', FAMILY: '家庭原因', START_UP: '创业', OTHER: '其他' });

const columns = {
  studentNo: column('学号', text(64), code),
  type: column('异动类别', choice({ LEAVE: '休学', RETURN: '复学' }), code),
  reasonCode: column('异动原因', reasons, code),
  effectiveOn: column('生效日期', day(), date),
  returnExpectedOn: column('应复学日期', optional(day()), { ...date, mayBeAbsent: true }),
  evidence: column('证明材料编号', clearText()),
};

/** 批量休学、复学: a file of requests. */
@Tag('status-change-imports', '批量学籍异动: a file of requests, looked through first and then committed')
@Controller('status-changes/imports')
export class StatusChangeImport extends transitionImport(requestStatusChanges, {
  columns,
  sheet: '学籍异动',
  key: 'studentNo',
}) {
  constructor(@Inject(REGISTRATION_RULES) rules: RegistrationRules) {
    super({ rules });
  }
}
