import { Body, Controller, Get, Query } from '@nestjs/common';
import { aggregateList, Batch, Transitions } from '#aggregates';
import type { BodyOf } from '#commands';
import { day, id } from '#contracts';
import { Answers, range, Refuses, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, scopeProblems } from '#security';
import { z } from 'zod';
import { VIEW_ROLES } from '../view-roles.js';
import { classMemberships } from './classes.js';
import { placeInClass, undoPlacings } from './place-students.js';

const membershipList = aggregateList(classMemberships, {
  component: 'ClassMembership',
  filters: {
    registrationId: ['registration_id', id],
    classId: ['class_id', id],
    fromOn: range('from_on', day),
    isException: [
      '(cardinality(misfits) > 0)',
      z.stringbool().describe('Whether the student is in a class that they do not fit'),
    ],
  },
});

@Tag('class-memberships', '编班: who was in which class from when to when')
@Controller('class-memberships')
export class ClassMembershipsController {
  constructor(private readonly transitions: Transitions) {}

  @Get()
  @Summary({ zh: '查询编班', en: 'List who was in which class' })
  @Roles(...VIEW_ROLES)
  @Answers(200, membershipList.page)
  @Refuses(scopeProblems, 'other-school')
  list(@Query({ schema: membershipList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(membershipList, query, actor);
  }

  @Batch(placeInClass)
  place(
    @Body({ schema: placeInClass.body }) body: BodyOf<typeof placeInClass>,
    @CurrentActor() actor: Actor,
  ) {
    return this.transitions.batch(placeInClass, body, { actor });
  }

  @Batch(undoPlacings)
  undo(@Body({ schema: undoPlacings.body }) body: BodyOf<typeof undoPlacings>, @CurrentActor() actor: Actor) {
    return this.transitions.batch(undoPlacings, body, { actor });
  }
}
