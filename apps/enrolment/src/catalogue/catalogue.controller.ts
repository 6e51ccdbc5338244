import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { type BodyOf, Command } from '#commands';
import { Answers, AnswersWorkbook, Summary, Tag, workbookFile } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { ListMajors, MajorExport, MajorFilter, MajorPage } from './list-majors.js';
import { catalogueVersion } from './catalogue.js';
import { correctCatalogue, LoadCatalogue, loadCatalogue } from './load-catalogue.js';

@Tag('catalogue', '专业目录: the majors that a city has loaded, version by version')
@Controller('catalogue')
export class CatalogueController {
  constructor(
    private readonly loading: LoadCatalogue,
    private readonly listMajors: ListMajors,
  ) {}

  @Command(loadCatalogue)
  load(
    @Body({ schema: loadCatalogue.body }) catalogue: BodyOf<typeof loadCatalogue>,
    @CurrentActor() actor: Actor,
  ) {
    return this.loading.load(catalogue, actor);
  }

  @Command(correctCatalogue)
  correct(
    @Param('catalogueVersion', { schema: catalogueVersion }) version: string,
    @Body({ schema: correctCatalogue.body }) catalogue: BodyOf<typeof correctCatalogue>,
    @CurrentActor() actor: Actor,
  ) {
    return this.loading.correct(version, catalogue, actor);
  }

  @Get('majors')
  @Summary({ zh: '查询专业', en: 'List the majors' })
  @Roles(...STAFF_ROLES)
  @Answers(200, MajorPage)
  majors(@Query({ schema: MajorFilter }) filter: MajorFilter) {
    return this.listMajors.list(filter);
  }

  @Get('majors/export')
  @Summary({ zh: '导出专业', en: 'Export the majors in the layout of their import' })
  @Roles(...STAFF_ROLES)
  @AnswersWorkbook()
  async export(@Query({ schema: MajorExport }) filter: MajorExport) {
    return workbookFile('catalogue-majors', await this.listMajors.workbook(filter));
  }
}
