import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { declareActions, Lists } from '#commands';
import { LEVELS, schoolCode } from '#contracts';
import { listOf, nameBegins, pageOf, several } from '#runtime';
import type { Actor } from '#security';
import { REGISTRATION_STATES } from '../domain/registration-states.js';
import { LEVEL_NAMES, STATE_NAMES } from '../names-of-codes.js';
import { PersonVault } from '../persons/person-vault.js';
import {
  SELECT_REGISTRATIONS,
  showing,
  type ShownRegistrationRow,
} from '../registrations/registration-rows.js';
import { RegistrationView } from '../registrations/registration-view.js';
import { viewOf } from '../registrations/show-registration.js';
import { MONTHS_STUDIED } from './months-studied.js';

const PartTimeView = RegistrationView.extend({
  monthsStudied: z
    .int()
    .describe('Whole months from the beginning to today or to the end, without those away'),
  employed: z.boolean().describe('Whether an employer is on record today'),
}).meta({ id: 'PartTimeRegistration' });

const listed = listOf({
  filters: {
    state: several('state', z.enum(REGISTRATION_STATES)),
    name: nameBegins(),
    schoolCode: ['school_code', schoolCode],
    authorityCode: ['authority_code', z.string().max(20)],
    studentNo: ['student_no', z.string().max(64)],
    level: several('level', z.enum(LEVELS)),
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    employerUscc: ['employer_uscc', z.string().max(18)],
    employed: ['employed', z.stringbool().describe('Whether an employer is on record today')],
  },
  sorts: { registrationId: ['registration_id'] },
  workbook: {
    sheet: '非全日制学籍',
    columns: {
      schoolCode: '学校代码',
      studentNo: '学号',
      name: '姓名',
      idNumber: '证件号码',
      level: { title: '层次', values: LEVEL_NAMES },
      majorName: '专业',
      state: { title: '学籍状态', values: STATE_NAMES },
      startOn: '入学日期',
      durationMonths: '学制（月）',
      monthsStudied: '已学习月数',
      employerUscc: '用人单位统一社会信用代码',
      employerName: '用人单位名称',
      contractNo: '劳动合同编号',
      employerSince: '用人单位变更日期',
      employerLeftOn: '离开用人单位日期',
      graduatedOn: '毕业日期',
      registrationId: '学籍编号',
    },
  },
});
export const PartTimeFilter = listed.query;
export const PartTimeExport = listed.exportQuery;
export const PartTimePage = pageOf(PartTimeView).meta({ id: 'PartTimePage' });

const SOURCE = {
  select: `
    select part_time.*, employer_uscc is not null as employed
    from (${SELECT_REGISTRATIONS} where registrations.study_mode = 'PART_TIME' and registrations.approved_at is not null) part_time`,
  shown: showing(
    `, ${MONTHS_STUDIED('registrations')} as months_studied, registrations.employer_uscc is not null as employed`,
  ),
};

const { 'export-part-time-registrations': action } = declareActions({
  'export-part-time-registrations': {
    zh: '导出了非全日制学籍名册',
    en: 'exported the register of part-time registrations',
  },
});

/** 非全日制学籍名册: a register of its own, beside that of full-time students. */
@Injectable()
export class PartTimeRegister {
  constructor(
    private readonly lists: Lists,
    private readonly vault: PersonVault,
  ) {}

  list(query: z.infer<typeof PartTimeFilter>, actor: Actor) {
    return this.lists.page(listed, { ...SOURCE, itemOf: this.shown }, query, actor);
  }

  workbook(query: z.infer<typeof PartTimeExport>, actor: Actor): Promise<Buffer> {
    const itemOf = (row: Row) => {
      const { major, employer, ...shown } = this.shown(row);
      return { ...shown, majorName: major.name, employerUscc: employer?.uscc, employerName: employer?.name };
    };
    return this.lists.workbook(listed, { ...SOURCE, itemOf, action }, query, actor);
  }

  private readonly shown = (row: Row) =>
    PartTimeView.parse({
      ...viewOf(row, this.vault),
      monthsStudied: row.months_studied,
      employed: row.employed,
    });
}

type Row = ShownRegistrationRow & { months_studied: number; employed: boolean };
