import { Controller, Get, Param, Query } from '@nestjs/common';
import { Answers, commonProblems, notFound, Refuses, Summary, Tag } from '#runtime';
import { Roles } from '#security';
import { entryPage, type EntryPage, entryView, type EntryView } from './entry-view.js';
import { EntryFilter, ListEntries } from './list-entries.js';

@Tag('entries', 'The entries of the lookup, to prove what has arrived; no personal data')
@Roles('operator', 'lookup-client')
@Controller('entries')
export class EntriesController {
  constructor(private readonly entries: ListEntries) {}

  @Get()
  @Summary({ zh: '查询证书查验条目', en: 'List entries of the lookup' })
  @Answers(200, entryPage)
  list(@Query({ schema: EntryFilter }) query: EntryFilter): Promise<EntryPage> {
    return this.entries.page(query);
  }

  @Get(':certificateNo')
  @Summary({ zh: '查看证书查验条目', en: 'Show an entry of the lookup' })
  @Answers(200, entryView)
  @Refuses(commonProblems, 'not-found')
  async one(@Param('certificateNo') certificateNo: string): Promise<EntryView> {
    const entry = await this.entries.one(certificateNo);
    if (!entry)
      throw notFound('The lookup holds no entry of this certificate number.', '没有该证书编号的记录');
    return entry;
  }
}
