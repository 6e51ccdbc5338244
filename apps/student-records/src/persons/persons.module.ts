import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { REGISTRATION_RULES, rulesSetBy } from '../registration-rules.js';
import { PersonDeathsController } from '../person-deaths/person-deaths.controller.js';
import { CorrectPinyin } from './correct-pinyin.js';
import { ErasePerson } from './erase-person.js';
import { PersonVault } from './person-vault.js';
import { PersonsController } from './persons.controller.js';

/** 人员, their deaths, and the rules that this installation goes by: what every other module of student records needs. */
@Global()
@Module({
  controllers: [PersonsController, PersonDeathsController],
  providers: [
    {
      provide: REGISTRATION_RULES,
      inject: [SETTINGS],
      useFactory: ({ RULES }: Settings) => rulesSetBy(RULES),
    },
    PersonVault,
    ErasePerson,
    CorrectPinyin,
  ],
  exports: [REGISTRATION_RULES, PersonVault],
})
export class PersonsModule {}
