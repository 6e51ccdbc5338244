import { Module } from '@nestjs/common';
import { KeepEntry } from '../reacts-to/certificate-lookup-state/keep-entry.js';
import { EntriesController } from './entries.controller.js';
import { EntrySealer } from './entry-sealer.js';
import { FindEntries } from './find-entries.js';
import { ListEntries } from './list-entries.js';

@Module({
  controllers: [EntriesController, KeepEntry],
  providers: [EntrySealer, FindEntries, ListEntries],
  exports: [FindEntries],
})
export class EntriesModule {}
