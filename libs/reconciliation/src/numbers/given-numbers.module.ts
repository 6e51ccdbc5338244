import { type DynamicModule, Module } from '@nestjs/common';
import type { GivenNumbers } from './given-numbers.js';
import { GIVEN_NUMBERS, RecoveredFirst } from './recovered-first.js';

/** A service that gives out numbers: it starts only where it knows all that it has given. */
@Module({})
export class GivenNumbersModule {
  static forRoot(numbers: GivenNumbers): DynamicModule {
    return {
      module: GivenNumbersModule,
      providers: [{ provide: GIVEN_NUMBERS, useValue: numbers }, RecoveredFirst],
    };
  }
}
