import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { historyEntries, HistoryEntry, selectedBy } from '#aggregates';
import { declareActions, Lists } from '#commands';
import { day, id, schoolCode } from '#contracts';
import { Transactions } from '#database';
import { holds, listOf, nameBegins, pageOf, Problem, range, several } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { FINDING_STATES, SEVERITIES } from '../domain/finding.js';
import { problems } from '../problems.js';
import { findingSource, FindingView } from './finding-view.js';
import { findings } from './findings.js';
import { Rule } from './rule-decisions.js';

const listed = listOf({
  filters: {
    state: several('state', z.enum(FINDING_STATES)),
    schoolCode: ['school_code', schoolCode],
    authorityCode: ['authority_code', z.string().max(64).describe('Authority of the school')],
    rule: several('rule', Rule),
    severity: several('severity', z.enum(SEVERITIES).describe('How much the finding weighs')),
    registrationId: holds('registration_ids', id),
    name: nameBegins(),
    foundOn: range('found_on', day),
  },
  sorts: { findingId: ['finding_id'], foundOn: ['found_on', 'finding_id'] },
  workbook: {
    sheet: '学籍疑点',
    columns: {
      schoolCode: '学校代码',
      rule: '规则代码',
      ruleWords: '疑点内容',
      severity: { title: '程度', values: { HIGH: '严重', MEDIUM: '一般', LOW: '轻微' } },
      studentNo: '学号',
      name: '姓名',
      records: '涉及学籍数',
      factWords: '依据',
      foundOn: '发现日期',
      state: {
        title: '状态',
        values: {
          OPEN: '待说明',
          ANSWERED: '待审核',
          ACCEPTED: '已采纳',
          REOPENED: '重新待说明',
          RESOLVED: '已消除',
        },
      },
      remedyWords: '处理办法',
      answer: '学校说明',
      evidence: '证明材料编号',
      decisionReason: '审核意见',
      resolvedOn: '消除日期',
      findingId: '疑点编号',
    },
  },
});
selectedBy(findings, listed, () => findingSource);
export const FindingFilter = listed.query;
export const FindingExport = listed.exportQuery;
export const FindingPage = pageOf(FindingView).meta({ id: 'SupervisionFindingPage' });
export const FindingHistory = z
  .object({ findingId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'SupervisionFindingHistory' });

const { 'export-findings': action } = declareActions({
  'export-findings': { zh: '导出了学籍疑点清单', en: 'exported a list of findings' },
});

@Injectable()
export class ListFindings {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  list(query: z.infer<typeof FindingFilter>, actor: Actor) {
    return this.lists.page(listed, findingSource, query, actor);
  }

  workbook(query: z.infer<typeof FindingExport>, actor: Actor): Promise<Buffer> {
    return this.lists.workbook(listed, { ...findingSource, itemOf: rowOf, action }, query, actor);
  }

  /** @throws Problem 404 */
  async history(findingId: string, actor: Actor): Promise<z.infer<typeof FindingHistory>> {
    const entries = await this.transactions.run(scopeOf(actor), (tx) =>
      historyEntries(tx, findings, findingId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { findingId, entries };
  }
}

const rowOf = (row: Record<string, unknown>) => inWords(findingSource.itemOf(row));

const inWords = (finding: z.infer<typeof FindingView>) => ({
  ...finding,
  ruleWords: finding.says.zh,
  remedyWords: finding.remedy.zh,
  records: finding.registrationIds.length,
  factWords: Object.entries(finding.facts).map(([name, value]) => `${FACTS[name] ?? name} ${value}`),
});

/** What the facts of the rules are called in a workbook. */
const FACTS: Readonly<Record<string, string>> = {
  approved: '当日批准人数',
  approvedOn: '批准日期',
  cutOff: '注册截止日期',
  daysAway: '离校天数',
  durationMonths: '学制（月）',
  employerLeftOn: '离开用人单位日期',
  graduatedOn: '毕业日期',
  inTheCity: '全市共用人数',
  maxMonths: '最长学习年限（月）',
  partTime: '非全日制人数',
  partTimeBefore: '上年非全日制人数',
  planned: '计划人数',
  registered: '注册人数',
  returnExpectedOn: '应复学日期',
  season: '招生季',
  schoolStatus: '院校状态',
  startOn: '入学日期',
  students: '学生人数',
  studentsBefore: '上年学生人数',
  submittedOn: '提交日期',
  term: '学期',
  year: '年度',
};
