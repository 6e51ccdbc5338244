import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { ListMajors, MajorFilter, MajorPage } from './list-majors.js';
import { CatalogueLoaded, LoadCatalogue, NewCatalogue } from './load-catalogue.js';

@Tag('catalogue', '专业目录: the majors that a city has loaded, version by version')
@Controller('catalogue')
export class CatalogueController {
  constructor(
    private readonly loadCatalogue: LoadCatalogue,
    private readonly listMajors: ListMajors,
  ) {}

  @Post('versions')
  @Summary({ zh: '载入专业目录', en: 'Load a version of the catalogue' })
  @Roles('city-officer')
  @Answers(201, CatalogueLoaded)
  @Refuses(problems, 'catalogue-version-exists')
  load(@Body({ schema: NewCatalogue }) catalogue: NewCatalogue, @CurrentActor() actor: Actor) {
    return this.loadCatalogue.load(catalogue, actor);
  }

  @Get('majors')
  @Summary({ zh: '查询专业', en: 'List the majors' })
  @Roles(...STAFF_ROLES)
  @Answers(200, MajorPage)
  majors(@Query({ schema: MajorFilter }) filter: MajorFilter) {
    return this.listMajors.list(filter);
  }
}
