import { Controller, Inject } from '@nestjs/common';
import { clearText, choice, column, day, numberColumn, schema, shown, text, transitionImport, yesOrNo } from '#importing'; // prettier-ignore
import { parseUscc } from '#national-codes';
import { Tag } from '#runtime';
import type { RegistrationRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { KIND_NAMES } from './placement-names.js';
import { policyNo } from './placement-fields.js';
import { sendStudents } from './send-students.js';

const seen = { mask: shown };
const date = { mask: shown, takes: 'date' as const, hint: '如 2027-03-01' };

const columns = {
  studentNo: column('学号', text(64), seen),
  kind: column('实习类别', choice(KIND_NAMES), seen),
  employerUscc: numberColumn('实习单位统一社会信用代码', parseUscc, { ...seen, hint: '18 位，“文本”格式' }),
  employerName: column('实习单位', clearText(), seen),
  fromOn: column('实习首日', day(), date),
  toOn: column('实习末日', day(), date),
  insurancePolicyNo: column('保险单号', schema(policyNo), seen),
  agreementNo: column('三方协议编号', clearText(), seen),
  studentConsent: column('学生同意', yesOrNo(), seen),
  guardianConsent: column('监护人同意', yesOrNo(), { ...seen, hint: '首日未满 18 周岁的须为“是”' }),
  supervisingTeacher: column('指导教师', clearText(50)),
};

/** 批量安排实习 */
@Tag(
  'placement-imports',
  '批量安排实习: a file of students and employers, looked through first and then committed',
)
@Controller('placements/imports')
export class PlacementImport extends transitionImport(sendStudents, {
  columns,
  sheet: '实习',
  key: 'studentNo',
}) {
  constructor(@Inject(REGISTRATION_RULES) rules: RegistrationRules) {
    super({ rules });
  }
}
