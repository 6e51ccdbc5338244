import { choice, column, numberColumn, type RowOf, schema, shown, text, type ValidRow, yesOrNo } from '#importing'; // prettier-ignore
import { parseUscc } from '#national-codes';
import { registeredCode } from '../domain/school.js';
import { regionCode } from './school-fields.js';

const seen = { mask: shown };
const number = { mask: shown, takes: 'number' as const };

/** Columns of the register, as a file of it is handed out and taken in. */
export const columns = {
  schoolCode: column('学校代码', schema(registeredCode), seen),
  uscc: numberColumn('统一社会信用代码', parseUscc, { ...seen, hint: '18 位，“文本”格式' }),
  name: column('学校名称', text(), seen),
  schoolType: column(
    '院校类型',
    choice({
      TECHNICIAN_COLLEGE: '技师学院',
      SENIOR_TECHNICAL_SCHOOL: '高级技工学校',
      TECHNICAL_SCHOOL: '技工学校',
    }),
    seen,
  ),
  ownership: column('办学性质', text(), { ...seen, hint: '如 公办、民办、股份制、混合所有制' }),
  authorityCode: column('主管部门代码', text(20), { ...number, hint: '须为已登记的主管部门' }),
  authorityTier: column('主管部门层级', choice({ CITY: '市', DISTRICT: '区县' }), seen),
  regionCode: column('所在区县代码', schema(regionCode), { ...number, hint: '六位行政区划代码' }),
  inHigherEdSequence: column('纳入高校序列', yesOrNo(), seen),
};
export const schoolFile = { columns, sheet: '院校', uniqueBy: ['schoolCode' as const] };
export type Row = ValidRow<RowOf<typeof columns>>;
