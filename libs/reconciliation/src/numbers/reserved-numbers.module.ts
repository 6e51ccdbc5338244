import { type DynamicModule, Module } from '@nestjs/common';
import type { ReservedNumbers } from './reserved-numbers.js';
import { RESERVED_NUMBERS, RecoveredFirst } from './recovered-first.js';

/** A service that gives out numbers: it starts only where it knows all that it has given. */
@Module({})
export class ReservedNumbersModule {
  static forRoot(numbers: ReservedNumbers): DynamicModule {
    return {
      module: ReservedNumbersModule,
      providers: [{ provide: RESERVED_NUMBERS, useValue: numbers }, RecoveredFirst],
    };
  }
}
