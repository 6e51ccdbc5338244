import { Controller } from '@nestjs/common';
import { clearText, column, day, shown, text, transitionImport } from '#importing';
import { parseUscc } from '#national-codes';
import { Tag } from '#runtime';
import { changeEmployers } from './change-employer.js';

const code = { mask: shown };
const columns = {
  studentNo: column('学号', text(64), code),
  uscc: column('用人单位统一社会信用代码', parseUscc, {
    ...code,
    takes: 'number',
    hint: '18 位，“文本”格式',
  }),
  name: column('用人单位名称', clearText(), code),
  contractNo: column('劳动合同编号', clearText(), code),
  effectiveOn: column('变更日期', day(), { ...code, takes: 'date', hint: '如 2026-09-01' }),
};

/** 批量登记用人单位: a file of changes. */
@Tag('employer-imports', '批量登记用人单位变更: a file, looked through first and then committed')
@Controller('part-time-registrations/employers/imports')
export class EmployerImport extends transitionImport(changeEmployers, {
  columns,
  sheet: '用人单位变更',
  key: 'studentNo',
}) {
  constructor() {
    super({});
  }
}
