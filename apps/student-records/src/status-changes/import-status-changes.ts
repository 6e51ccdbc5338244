import { Controller, Inject } from '@nestjs/common';
import { choice, clearText, column, day, integer, optional, shown, text, transitionImport } from '#importing';
import { Tag } from '#runtime';
import { CHANGE_KINDS, REASON_WORDS, REQUESTED_TYPES, type RequestedType } from '../domain/change-kinds.js';
import type { RegistrationRules } from '../domain/rules.js';
import { LEVEL_NAMES } from '../names-of-codes.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { requestStatusChanges } from './request-status-changes.js';

const code = { mask: shown };
const date = { mask: shown, takes: 'date' as const, hint: '如 2026-09-01' };
const detail = { mask: shown, mayBeAbsent: true };

const titled = Object.fromEntries(REQUESTED_TYPES.map((type) => [type, CHANGE_KINDS[type].title]));

const columns = {
  studentNo: column('学号', text(64), code),
  type: column('异动类别', choice(titled as Record<RequestedType, string>), code),
  reasonCode: column('异动原因', choice(REASON_WORDS), code),
  effectiveOn: column('生效日期', day(), date),
  returnExpectedOn: column('应复学日期', optional(day()), { ...date, mayBeAbsent: true }),
  evidence: column('证明材料编号', clearText()),
  dischargedOn: column('退役日期', optional(day()), { ...date, mayBeAbsent: true }),
  absentSince: column('连续旷课起始日期', optional(day()), { ...date, mayBeAbsent: true }),
  decisionNo: column('决定文号', optional(clearText()), detail),
  decidedOn: column('决定送达日期', optional(day()), { ...date, mayBeAbsent: true }),
  guardianConsent: column('监护人同意书编号', optional(clearText()), detail),
  targetMajorCode: column('转入专业代码', optional(text(20)), detail),
  targetLevel: column('变更后培养层次', optional(choice(LEVEL_NAMES)), detail),
  durationMonths: column('变更后学制（月）', optional(integer(1, 120)), detail),
  months: column('延长月数', optional(integer(1, 60)), detail),
};

/** 批量异动: a file of requests. */
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
