import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { Single, type Transition, Transitions } from '#aggregates';
import { type BodyOf, Command } from '#commands';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { Authority } from '../domain/authority.js';
import { AddAuthority, addAuthority } from './add-authority.js';
import {
  authorityList,
  reinstateAuthority as reinstate,
  renameAuthority as rename,
  retireAuthority as retire,
} from './authorities.js';

const code = Authority.shape.authorityCode;

@Tag('authorities', '主管部门: the city, its districts, and bodies without a county code')
@Controller('authorities')
export class AuthoritiesController {
  constructor(
    private readonly transitions: Transitions,
    private readonly adding: AddAuthority,
  ) {}

  @Get()
  @Summary({ zh: '查询主管部门', en: 'List the authorities' })
  @Roles(...STAFF_ROLES)
  @Answers(200, authorityList.page)
  list(@Query({ schema: authorityList.query }) query: object, @CurrentActor() actor: Actor) {
    return this.transitions.page(authorityList, query, actor);
  }

  @Command(addAuthority)
  add(
    @Body({ schema: addAuthority.body }) authority: BodyOf<typeof addAuthority>,
    @CurrentActor() actor: Actor,
  ) {
    return this.adding.add(authority, actor);
  }

  @Single(rename, Authority)
  rename(
    @Param('authorityCode', { schema: code }) authorityCode: string,
    @Body({ schema: rename.body }) input: BodyOf<typeof rename>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(rename, authorityCode, input, actor);
  }

  @Single(retire, Authority)
  retire(
    @Param('authorityCode', { schema: code }) authorityCode: string,
    @Body({ schema: retire.body }) input: BodyOf<typeof retire>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(retire, authorityCode, input, actor);
  }

  @Single(reinstate, Authority)
  reinstate(
    @Param('authorityCode', { schema: code }) authorityCode: string,
    @Body({ schema: reinstate.body }) input: BodyOf<typeof reinstate>,
    @CurrentActor() actor: Actor,
  ) {
    return this.moved(reinstate, authorityCode, input, actor);
  }

  private moved<Input>(act: Transition<Authority, Input>, authorityCode: string, input: Input, actor: Actor) {
    return this.transitions.one(act, authorityCode, { input, actor }, (_, authority) =>
      Promise.resolve(authority),
    );
  }
}
