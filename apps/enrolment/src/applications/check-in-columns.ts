import { choice, column, day, optional, pick, type RowOf, schema, shown, text, type ValidRow } from '#importing'; // prettier-ignore
import { id } from '#contracts';
import { maskIdNumber, maskName, normaliseName, parseIdNumber, parseIssuingState } from '#national-codes';
import { documentType } from './application-columns.js';

const seen = { mask: shown };
const mayBeAbsent = true;

/** A number on its own is one of a resident. */
const typeOf = (cell: string) => {
  const parsed = documentType(cell, () => '');
  return parsed.ok ? parsed.value : 'RESIDENT_ID';
};

/** Columns of the sheet that a school takes to its check-in: handed out with who is admitted, filled in, and taken in. */
export const columns = {
  applicationId: column('报名编号', optional(schema(id)), { ...seen, mayBeAbsent, hint: '与证件号码填其一' }),
  name: column('姓名', optional(normaliseName), { mask: maskName, mayBeAbsent, hint: '填写时与报名核对' }),
  partOfIdNumber: column('证件号码（部分）', optional(text()), { ...seen, mayBeAbsent, hint: '仅供核对，不读取' }), // prettier-ignore
  majorName: column('专业名称', optional(text()), { ...seen, mayBeAbsent, hint: '仅供核对，不读取' }),
  idType: column('证件类型', optional(documentType), { ...seen, mayBeAbsent, hint: '按证件号码办理时填写，不填即为居民身份证' }), // prettier-ignore
  issuingState: column('签发国家/地区', optional(parseIssuingState), { ...seen, mayBeAbsent, hint: '按护照办理时填写' }), // prettier-ignore
  idNumber: column(
    '证件号码',
    optional(
      pick(
        (own, cell) => parseIdNumber(typeOf(cell('idType')), own),
        ({ idNumber }) => idNumber,
      ),
    ),
    { mask: maskIdNumber, mayBeAbsent, hint: '没有报名编号时填写，“文本”格式' },
  ),
  checkedInOn: column('报到日期', day(), { ...seen, takes: 'date', hint: '如 2026-09-01；未报到者留空，该行不导入' }), // prettier-ignore
  identitySeen: column('已核验证件', choice({ YES: '是' }), { ...seen, hint: '本人持证件原件到校核验后填“是”' }), // prettier-ignore
};
export type Cells = RowOf<typeof columns>;
export type Row = ValidRow<Cells>;
