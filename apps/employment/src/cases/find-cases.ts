import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { declareActions, Lists } from '#commands';
import { day } from '#contracts';
import { Transactions } from '#database';
import { listOf, nameBegins, pageOf, range, several } from '#runtime';
import { type Actor, scopeOf } from '#security';
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

const source = { select: SELECT_SHOWN_CASES, itemOf: viewOf };

@Injectable()
export class FindCases {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  list(query: CaseFilter, actor: Actor): Promise<CasePage> {
    return this.lists.page(listed, source, query, actor);
  }

  workbook(query: CaseExport, actor: Actor): Promise<Buffer> {
    return this.lists.workbook(listed, { ...source, action }, query, actor);
  }

  /** @throws Problem 404 */
  find(registrationId: string, actor: Actor): Promise<CaseView> {
    return this.transactions.run(scopeOf(actor), (tx) => showCase(tx, registrationId));
  }
}
