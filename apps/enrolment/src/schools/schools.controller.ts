import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { schoolCode } from '#contracts';
import { Answers, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { problems } from '../problems.js';
import { FindSchools, SchoolFilter, SchoolPage, SchoolView } from './find-schools.js';
import { NewSchool, RegisterSchool } from './register-school.js';

@Tag('schools', '院校: the register of technician schools')
@Controller('schools')
export class SchoolsController {
  constructor(
    private readonly registerSchool: RegisterSchool,
    private readonly findSchools: FindSchools,
  ) {}

  @Post()
  @Summary({ zh: '登记院校', en: 'Register a school' })
  @Roles('city-officer')
  @Answers(201, SchoolView)
  @Refuses(problems, 'school-already-registered')
  register(@Body({ schema: NewSchool }) school: NewSchool, @CurrentActor() actor: Actor) {
    return this.registerSchool.register(school, actor);
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
