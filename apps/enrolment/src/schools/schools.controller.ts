import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { type BodyOf, Command } from '#commands';
import { schoolCode } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { FindSchools, SchoolFilter, SchoolPage, SchoolView } from './find-schools.js';
import { RegisterSchool, registerSchool } from './register-school.js';

@Tag('schools', '院校: the register of technician schools')
@Controller('schools')
export class SchoolsController {
  constructor(
    private readonly registering: RegisterSchool,
    private readonly findSchools: FindSchools,
  ) {}

  @Command(registerSchool)
  register(
    @Body({ schema: registerSchool.body }) school: BodyOf<typeof registerSchool>,
    @CurrentActor() actor: Actor,
  ) {
    return this.registering.register(school, actor);
  }

  @Get()
  @Summary({ zh: '查询院校', en: 'List the schools' })
  @Roles(...STAFF_ROLES)
  @Answers(200, SchoolPage)
  list(@Query({ schema: SchoolFilter }) filter: SchoolFilter) {
    return this.findSchools.list(filter);
  }

  @Get(':schoolCode')
  @Summary({ zh: '查看院校', en: 'Read a school' })
  @Roles(...STAFF_ROLES)
  @Answers(200, SchoolView)
  @Refuses(problems, 'not-found')
  one(@Param('schoolCode', { schema: schoolCode }) code: string) {
    return this.findSchools.find(code);
  }
}
