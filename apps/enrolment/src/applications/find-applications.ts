import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Commands } from '#commands';
import { day, id, moment, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { listOf, nameBegins, pageOf, range, several } from '#runtime';
import { type Actor, expectOwnSchool, scopeOf, Sealer } from '#security';
import { actions } from '../actions.js';
import { APPLICATION_STATES } from '../domain/application.js';
import { refusalProblem } from '../refusal-problem.js';
import { APPLICATION_COLUMNS, type ApplicationRow } from './application-row.js';
import { ApplicationView, applicationView } from './application-view.js';

const applications = listOf({
  filters: {
    state: several('state', z.enum(APPLICATION_STATES)),
    name: nameBegins(),
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    startOn: range('start_on', day),
    submittedAt: range('submitted_at', moment),
    importId: ['import_id', id],
    offeringId: ['offering_id', id],
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
      studyMode: { title: '学习形式', values: { FULL_TIME: '全日制', PART_TIME: '非全日制' } },
      startOn: '入学日期',
      durationMonths: '学制月数',
      state: {
        title: '状态',
        values: {
          SUBMITTED: '已报名',
          ADMITTED: '已录取',
          CHECKED_IN: '已报到',
          REGISTERED: '已注册',
          RETURNED: '已退回',
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
export const ApplicationFilter = applications.query;
export type ApplicationFilter = z.infer<typeof ApplicationFilter>;
export const ApplicationExport = applications.exportQuery;
export type ApplicationExport = z.infer<typeof ApplicationExport>;
export const ApplicationPage = pageOf(ApplicationView);

@Injectable()
export class FindApplications {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
    private readonly sealer: Sealer,
  ) {}

  /** An id tells when it was given, so the order of ids is that of arrival. */
  async list(query: ApplicationFilter, actor: Actor) {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, query.schoolCode);
    return this.transactions.run(scope, (tx) => applications.page(tx, query, this.source));
  }

  /** What {@link list} shows of all that the filters leave, masked alike. Written down. @throws Problem 422 */
  async workbook(query: ApplicationExport, actor: Actor): Promise<Buffer> {
    expectOwnSchool(scopeOf(actor), query.schoolCode);
    return this.commands.look(actor, actions['export-applications'], (tx) =>
      applications.workbook(tx, query, this.source),
    );
  }

  private readonly source = {
    select: `select ${APPLICATION_COLUMNS} from applications`,
    itemOf: (row: ApplicationRow) => applicationView(row, this.sealer),
  };

  one(applicationId: string, actor: Actor): Promise<ApplicationView> {
    return this.transactions.run(scopeOf(actor), async (tx) => {
      const [row] = await tx.query<ApplicationRow>(
        `select ${APPLICATION_COLUMNS} from applications where application_id = $1`,
        [applicationId],
      );
      if (!row) throw refusalProblem('not-found');
      return applicationView(row, this.sealer);
    });
  }
}
