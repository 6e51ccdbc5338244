import { Controller } from '@nestjs/common';
import { clearText, column, day, optional, shown, text, transitionImport } from '#importing';
import { Tag } from '#runtime';
import { placeInClass } from './place-students.js';

const number = { mask: shown, takes: 'number' as const };

const columns = {
  studentNo: column('学号', text(64), { mask: shown }),
  classCode: column('班级代码', clearText(30), number),
  effectiveOn: column('编入日期', day(), { mask: shown, takes: 'date', hint: '如 2026-09-01' }),
  exceptionReason: column('例外原因', optional(clearText()), {
    mayBeAbsent: true,
    hint: '学习形式、层次或专业与班级不符时填写',
  }),
};

/** 批量编班: a file that names students by their numbers and classes by their codes. */
@Tag(
  'class-membership-imports',
  '批量编班: a file of students and classes, looked through first and then committed',
)
@Controller('class-memberships/imports')
export class PlacingImport extends transitionImport(placeInClass, {
  columns,
  sheet: '编班',
  key: 'studentNo',
}) {
  constructor() {
    super({});
  }
}
