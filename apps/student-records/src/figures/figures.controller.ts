import { Controller, Get, Query } from '@nestjs/common';
import { Answers, AnswersWorkbook, commonProblems, Refuses, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { VIEW_ROLES } from '../view-roles.js';
import { FindFigures } from './find-figures.js';
import { MovementFigures, MovementsQuery } from './movements.js';
import { StockFigures, StockQuery } from './stock.js';
import { StudentsQuery } from './students-on.js';

@Tag('figures', '学籍统计: figures of any day, by what took effect and by what was known')
@Controller('figures')
export class FiguresController {
  constructor(private readonly figures: FindFigures) {}

  @Get('stock')
  @Summary({ zh: '在校生统计', en: 'Count who studies on a day' })
  @Roles(...VIEW_ROLES)
  @Answers(200, StockFigures)
  @Refuses(scopeProblems, 'other-school')
  @Refuses(commonProblems, 'too-many-to-export')
  stock(@Query({ schema: StockQuery }) query: StockQuery, @CurrentActor() actor: Actor) {
    return this.figures.stock(query, actor);
  }

  @Get('stock/export')
  @Summary({ zh: '导出在校生统计表', en: 'Export the table of who studies on a day' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async stockTable(@Query({ schema: StockQuery }) query: StockQuery, @CurrentActor() actor: Actor) {
    return workbookFile('stock', await this.figures.stockTable(query, actor));
  }

  @Get('movements')
  @Summary({ zh: '在校生变动情况', en: 'Count who entered and left in a period' })
  @Roles(...VIEW_ROLES)
  @Answers(200, MovementFigures)
  @Refuses(scopeProblems, 'other-school')
  @Refuses(commonProblems, 'too-many-to-export')
  movements(@Query({ schema: MovementsQuery }) query: MovementsQuery, @CurrentActor() actor: Actor) {
    return this.figures.movements(query, actor);
  }

  @Get('movements/export')
  @Summary({ zh: '导出在校生变动情况表', en: 'Export the table of who entered and left in a period' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async movementTable(
    @Query({ schema: MovementsQuery }) query: MovementsQuery,
    @CurrentActor() actor: Actor,
  ) {
    // prettier-ignore
    return workbookFile('movements', await this.figures.movementTable(query, actor));
  }

  @Get('roster/export')
  @Summary({ zh: '导出在校生名册', en: 'Export the list of who studies at a school on a day' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async roster(@Query({ schema: StudentsQuery }) query: StudentsQuery, @CurrentActor() actor: Actor) {
    return workbookFile('roster', await this.figures.roster(query, actor));
  }

  @Get('aid-eligibility/export')
  @Summary({ zh: '导出资助资格名单', en: 'Export who of a school is eligible for aid on a day' })
  @Roles(...VIEW_ROLES)
  @AnswersWorkbook()
  @Refuses(scopeProblems, 'other-school')
  async aidEligibility(@Query({ schema: StudentsQuery }) query: StudentsQuery, @CurrentActor() actor: Actor) {
    // prettier-ignore
    return workbookFile('aid-eligibility', await this.figures.aidEligibility(query, actor));
  }
}
