import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { id } from '#contracts';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles } from '#security';
import { cancelSchoolChange as cancel, changeList, SchoolChangeView } from './school-changes.js';

@Tag('school-changes', '院校变更: what changes at a school, by its day')
@Controller('school-changes')
export class SchoolChangesController {
  constructor(private readonly transitions: Transitions) {}

  @Get()
  @Summary({ zh: '查询院校变更', en: 'List the changes of schools' })
  @Roles('city-officer', 'inspector', 'operator')
  @Answers(200, changeList.page)
  list(@Query({ schema: changeList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(changeList, query, actor);
  }

  @Single(cancel, SchoolChangeView)
  cancel(
    @Param('changeId', { schema: id }) changeId: string,
    @Body({ schema: cancel.body }) input: BodyOf<typeof cancel>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.one(cancel, changeId, { input, actor }, (_, change) =>
      Promise.resolve(SchoolChangeView.parse(change)),
    );
  }
}
