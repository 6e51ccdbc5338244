import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands, declareActions } from '#commands';
import { day } from '#contracts';
import { type Scope, Transactions } from '#database';
import { listOf, nameBegins, pageOf, range, several } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf } from '#security';
import { CaseView, SELECT_SHOWN_CASES, showCase, viewOf } from './case-view.js';

const listed = listOf({
  filters: {
    state: several('state', z.enum(['OPEN', 'REPORTED', 'CANCELLED'])),
    deceased: [
      '(deceased_on is not null)',
      z.enum(['true', 'false']).meta({ description: '已登记死亡: `false` leaves those to follow up' }),
    ],
    name: nameBegins(),
    schoolCode: ['school_code', z.string().max(20)],
    graduatedOn: range('graduated_on', day),
  },
  sorts: { registrationId: ['registration_id'], approvedOn: ['approved_on', 'registration_id'] },
  workbook: {
    sheet: '就业跟踪',
    columns: {
      schoolCode: '学校代码',
      schoolName: '学校名称',
      name: '姓名',
      majorName: '专业名称',
      level: '层次',
      studyMode: { title: '学习形式', values: { FULL_TIME: '全日制', PART_TIME: '非全日制' } },
      graduatedOn: '毕业日期',
      state: { title: '状态', values: { OPEN: '待登记', REPORTED: '已登记', CANCELLED: '已取消' } },
      deceasedOn: '死亡日期',
      certificateNo: '证书编号',
      registrationId: '学籍编号',
    },
  },
});
export const CaseFilter = listed.query;
export type CaseFilter = z.infer<typeof CaseFilter>;
export const CaseExport = listed.exportQuery;
export type CaseExport = z.infer<typeof CaseExport>;

export const CasePage = pageOf(CaseView).meta({ id: 'CasePage' });
export type CasePage = z.infer<typeof CasePage>;

const { 'export-cases': action } = declareActions({
  'export-cases': { zh: '导出了就业跟踪名单', en: 'exported a list of employment cases' },
});

@Injectable()
export class FindCases {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  async list(scope: Scope, query: CaseFilter): Promise<CasePage> {
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) =>
      listed.page(tx, query, { select: SELECT_SHOWN_CASES, itemOf: viewOf }),
    );
  }

  /** @throws Problem 404 */
  find(scope: Scope, registrationId: string): Promise<CaseView> {
    return this.transactions.run(scope, (tx) => showCase(tx, registrationId));
  }

  /** What a page shows of all that the filters leave. Written down. @throws Problem 422 too-many-to-export */
  async workbook(query: CaseExport, actor: Actor): Promise<Buffer> {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.commands.look(actor, action, (tx) =>
      listed.workbook(tx, query, { select: SELECT_SHOWN_CASES, itemOf: viewOf }),
    );
  }
}
