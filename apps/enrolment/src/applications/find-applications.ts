import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { declareActions, Lists } from '#commands';
import { ADMISSION_CHANNELS, day, id, moment, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, nameBegins, pageOf, range, several } from '#runtime';
import { type Actor, scopeOf, Sealer } from '#security';
import { APPLICATION_STATES } from '../domain/application.js';
import { platformNumber } from '../domain/delivery.js';
import { STUDY_MODE_NAMES } from '../file-choices.js';
import { ApplicationView, applicationView, showApplication } from './application-view.js';
import { applications, SEALED_KEY } from './applications.js';

const listed = listOf({
  filters: {
    state: several('state', z.enum(APPLICATION_STATES)),
    name: nameBegins(),
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    startOn: range('start_on', day),
    submittedAt: range('submitted_at', moment),
    importId: ['import_id', id],
    offeringId: ['offering_id', id],
    channel: several('channel', z.enum(ADMISSION_CHANNELS)),
    partnerId: ['partner_id', id],
    platformNumber: ['platform_number', platformNumber],
    hasOpenWarnings: [
      `jsonb_path_exists(warnings, '$[*] ? (!exists(@.acknowledgedAt))')`,
      z.stringbool().describe('Whether a warning is not acknowledged yet'),
    ],
    schoolCode: ['school_code', schoolCode],
  },
  sorts: { applicationId: ['application_id'] },
  workbook: {
    sheet: '报名',
    columns: {
      schoolCode: '学校代码',
      year: '年度',
      season: { title: '季节', values: { SPRING: '春季', AUTUMN: '秋季' } },
      name: '姓名',
      idNumber: '证件号码',
      studyMode: { title: '学习形式', values: STUDY_MODE_NAMES },
      startOn: '入学日期',
      durationMonths: '学制月数',
      state: {
        title: '状态',
        values: {
          DRAFT: '草稿',
          SUBMITTED: '已报名',
          UNDER_REVIEW: '审核中',
          WAITLISTED: '候补',
          OFFERED: '递补待确认',
          ADMITTED: '已录取',
          CHECKED_IN: '已报到',
          REGISTERED: '已注册',
          STUDY_ENDED: '学籍已终止',
          RETURNED: '已退回',
          WITHDRAWN: '已撤回',
          REJECTED: '未录取',
          DECLINED: '已放弃',
          CANCELLED: '已取消',
          NO_SHOW: '未报到',
          ERASED: '已删除',
        },
      },
      submittedAt: '报名时间',
      checkedInOn: '报到日期',
      studentNo: '学号',
      applicationId: '报名编号',
    },
  },
});
const select = `select ${applications.selected}, ${SEALED_KEY} from applications`;
selectedBy(applications, listed, () => ({ select }));
export const ApplicationFilter = listed.query;
export type ApplicationFilter = z.infer<typeof ApplicationFilter>;
export const ApplicationExport = listed.exportQuery;
export type ApplicationExport = z.infer<typeof ApplicationExport>;
export const ApplicationPage = pageOf(ApplicationView);

const { 'export-applications': action } = declareActions({
  'export-applications': { zh: '导出了报名名单', en: 'exported a list of applications' },
});

@Injectable()
export class FindApplications {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly sealer: Sealer,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  list(query: ApplicationFilter, actor: Actor) {
    return this.lists.page(listed, this.source, query, actor);
  }

  workbook(query: ApplicationExport, actor: Actor): Promise<Buffer> {
    return this.lists.workbook(listed, { ...this.source, action }, query, actor);
  }

  private readonly source = {
    select,
    itemOf: (row: { sealed_key: string | null }) =>
      applicationView(applications.stateOf({ ...row }), row.sealed_key, this.sealer),
  };

  /** @throws Problem 404 */
  find(applicationId: string, actor: Actor): Promise<ApplicationView> {
    return this.transactions.run(scopeOf(actor), (tx) => showApplication(tx, this.sealer, applicationId));
  }
}
