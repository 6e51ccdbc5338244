import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { Commands, declareActions } from '#commands';
import { id, schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { holds, listOf, pageOf, several } from '#runtime';
import type { Actor } from '#security';
import { majorCode } from '../catalogue/catalogue.js';
import { MAJOR_RULES } from '../domain/major-rules.js';
import { MAJOR_DECISIONS, SUBJECTS } from '../domain/major-review.js';
import { LEVEL_NAMES, STUDY_MODE_NAMES } from '../file-choices.js';
import { reviewItems } from './review-items.js';
import { ITEM_STATES, itemSource, ReviewItemView } from './review-item-view.js';

const listed = listOf({
  filters: {
    reviewId: ['review_id', id],
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    state: several('state', z.enum(ITEM_STATES)),
    subject: ['subject', z.enum(SUBJECTS).describe('A major in the whole city, or one offering of it')],
    rule: holds('rules', z.enum(MAJOR_RULES).describe('Of those that this rule put on the list')),
    decision: ['decision', z.enum(MAJOR_DECISIONS).describe('Close, grow or keep')],
    carriedOut: ['carried_out', z.stringbool().describe('Whether what was decided is done')],
    majorCode: ['major_code', majorCode],
    schoolCode: ['school_code', schoolCode],
  },
  sorts: { majorCode: ['major_code', 'item_id'], itemId: ['item_id'] },
  workbook: {
    sheet: '专业年度评议',
    columns: {
      year: '年度',
      subject: { title: '对象', values: { MAJOR: '专业', OFFERING: '专业点' } },
      majorCode: '专业代码',
      majorName: '专业名称',
      schoolCode: '院校代码',
      level: { title: '培养层次', values: LEVEL_NAMES },
      mode: { title: '学习形式', values: STUDY_MODE_NAMES },
      planned: '计划数',
      applications: '报名数',
      intake: '报到数',
      rules: {
        title: '列入原因',
        values: {
          FEW_APPLICATIONS: '报名不足',
          SEATS_UNFILLED: '连续三年招生不足',
          NOT_RECRUITED: '连续三年未招生',
          OVERSUBSCRIBED: '报名明显超过计划',
          NO_SUCCESSOR: '现行目录已无该专业且无接续专业',
          SUCCEEDED: '现行目录已有接续专业',
        },
      },
      state: { title: '状态', values: { LISTED: '待决定', DECIDED: '已决定' } },
      decision: { title: '决定', values: { CLOSE: '撤并', GROW: '扩大', KEEP: '保留' } },
      decisionReason: '决定理由',
      decidedOn: '决定日期',
      carriedOut: { title: '是否已落实', values: { true: '是', false: '否' } },
      itemId: '编号',
    },
  },
});
selectedBy(reviewItems, listed, () => itemSource);
export const ReviewItemFilter = listed.query;
export const ReviewItemExport = listed.exportQuery;
export const ReviewItemPage = pageOf(ReviewItemView);

const { 'export-major-review': EXPORT } = declareActions({
  'export-major-review': { zh: '导出了专业年度评议清单', en: 'exported the review of majors' },
});

@Injectable()
export class ListReviewItems {
  constructor(
    private readonly transactions: Transactions,
    private readonly commands: Commands,
  ) {}

  list(query: z.infer<typeof ReviewItemFilter>) {
    return this.transactions.run(allSchools, (tx) => listed.page(tx, query, itemSource));
  }

  workbook(query: z.infer<typeof ReviewItemExport>, actor: Actor): Promise<Buffer> {
    return this.commands.look(actor, EXPORT, (tx) => listed.workbook(tx, query, itemSource));
  }
}
