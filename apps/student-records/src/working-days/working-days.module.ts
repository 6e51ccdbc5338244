import { Module } from '@nestjs/common';
import { WorkingCalendarImport } from './calendar-import.js';
import { KeepCalendars } from './keep-calendars.js';
import { WorkingDaysController } from './working-days.controller.js';

/** 工作日历 */
@Module({ controllers: [WorkingDaysController, WorkingCalendarImport], providers: [KeepCalendars] })
export class WorkingDaysModule {}
