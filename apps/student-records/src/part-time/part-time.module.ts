import { Module } from '@nestjs/common';
import { FindEmployers } from './employer-history.js';
import { EmployerImport } from './import-employers.js';
import { PartTimeController } from './part-time.controller.js';
import { PartTimeRegister } from './part-time-register.js';

/** 非全日制学籍 */
@Module({ controllers: [PartTimeController, EmployerImport], providers: [PartTimeRegister, FindEmployers] })
export class PartTimeModule {}
