import { Body, Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { Answers, AnswersWorkbook, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { ListReviewItems, ReviewItemExport, ReviewItemFilter, ReviewItemPage } from './list-review-items.js';
import { decideItems, undecideItems } from './review-items.js';

@Tag('major-reviews', '专业年度评议: which majors and offerings to close, to grow or to keep')
@Controller('major-review-items')
export class ReviewItemsController {
  constructor(
    private readonly transitions: Transitions,
    private readonly items: ListReviewItems,
  ) {}

  @Batch(decideItems)
  decide(@Body({ schema: decideItems.body }) body: BodyOf<typeof decideItems>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(decideItems, body, { actor });
  }

  @Batch(undecideItems)
  undecide(
    @Body({ schema: undecideItems.body }) body: BodyOf<typeof undecideItems>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(undecideItems, body, { actor });
  }

  @Get()
  @Summary({ zh: '查询专业年度评议清单', en: 'List the majors and offerings that are reviewed' })
  @Roles('city-officer', 'inspector')
  @Answers(200, ReviewItemPage)
  list(@Query({ schema: ReviewItemFilter }) query: z.infer<typeof ReviewItemFilter>) {
    return this.items.list(query);
  }

  @Get('export')
  @Summary({ zh: '导出专业年度评议清单', en: 'Export the review of majors' })
  @Roles('city-officer', 'inspector')
  @AnswersWorkbook()
  async export(
    @Query({ schema: ReviewItemExport }) query: z.infer<typeof ReviewItemExport>,
    @CurrentActor() actor: Actor,
  ) {
    return workbookFile('major-review', await this.items.workbook(query, actor));
  }
}
