import { Controller, Get, Query } from '@nestjs/common';
import { Answers, Summary, Tag } from '#runtime';
import { type Actor, CurrentActor, Roles, STAFF_ROLES } from '#security';
import { AuditEntryFilter, AuditEntryPage, ListAuditEntries } from './list-audit-entries.js';

@Tag('audit', '操作记录: who did what, and what was refused')
@Controller('audit-entries')
export class AuditEntriesController {
  constructor(private readonly listAuditEntries: ListAuditEntries) {}

  @Get()
  @Summary({ zh: '查询操作记录', en: 'List audit entries' })
  @Roles(...STAFF_ROLES)
  @Answers(200, AuditEntryPage)
  list(@Query({ schema: AuditEntryFilter }) filter: AuditEntryFilter, @CurrentActor() actor: Actor) {
    return this.listAuditEntries.list(filter, actor);
  }
}
