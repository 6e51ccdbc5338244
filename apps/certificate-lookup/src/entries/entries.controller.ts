import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers, commonProblems, notFound, Refuses } from '#runtime';
import { Roles } from '#security';
import { entryPage, type EntryPage, entryView, type EntryView } from './entry-view.js';
import { EntryFilter, ListEntries } from './list-entries.js';

@ApiTags('entries')
@Roles('operator', 'lookup-client')
@Controller('entries')
export class EntriesController {
  constructor(private readonly entries: ListEntries) {}

  @Get()
  @Answers(200, entryPage)
  list(@Query({ schema: EntryFilter }) query: EntryFilter): Promise<EntryPage> {
    return this.entries.page(query);
  }

  @Get(':certificateNo')
  @Answers(200, entryView)
  @Refuses(commonProblems, 'not-found')
  async one(@Param('certificateNo') certificateNo: string): Promise<EntryView> {
    const entry = await this.entries.one(certificateNo);
    if (!entry)
      throw notFound('The lookup holds no entry of this certificate number.', '没有该证书编号的记录');
    return entry;
  }
}
