import { Global, Module } from '@nestjs/common';
import { defaultRules } from '../domain/rules.js';
import { REGISTRATION_RULES } from '../registration-rules.js';
import { CorrectPinyin } from './correct-pinyin.js';
import { ErasePerson } from './erase-person.js';
import { PersonVault } from './person-vault.js';
import { PersonsController } from './persons.controller.js';

/** 人员, and the rules that this installation goes by: what every other module of student records needs. */
@Global()
@Module({
  controllers: [PersonsController],
  providers: [
    { provide: REGISTRATION_RULES, useValue: defaultRules },
    PersonVault,
    ErasePerson,
    CorrectPinyin,
  ],
  exports: [REGISTRATION_RULES, PersonVault],
})
export class PersonsModule {}
