import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { SetCalendar } from './set-calendar.js';

/** 招生日程 */
@Module({ controllers: [CalendarController], providers: [SetCalendar] })
export class CalendarModule {}
