import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { allSchools, Transactions } from '#database';
import { kafkaSentence, keepTrying, whenNew } from '#messaging';
import { SETTINGS, type Settings } from '#runtime';
import type { GivenNumbers } from './given-numbers.js';
import { givenNumbers, unknownOf } from './recover-numbers.js';

export const GIVEN_NUMBERS = Symbol('GIVEN_NUMBERS');

/** Records of the end of each partition: a database that is behind lacks what came last. */
const LAST_RECORDS = 100;
const TIMEOUT_MS = 30_000;

/**
 * Keeps a service from starting on a database that was restored to a moment before numbers that it has given out: it
 * would give them again, to others.
 */
@Injectable()
export class RecoveredFirst implements OnModuleInit {
  private readonly logger = new Logger(RecoveredFirst.name);
  private readonly say = whenNew((sentence) => this.logger.warn(sentence));

  constructor(
    @Inject(GIVEN_NUMBERS) private readonly numbers: GivenNumbers,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly transactions: Transactions,
  ) {}

  async onModuleInit(): Promise<void> {
    // A Kafka that comes up at the same time knows neither the topic nor the coordinator of a group at first.
    const given = await keepTrying(
      () => givenNumbers(this.numbers, this.settings, { last: LAST_RECORDS, timeoutMs: TIMEOUT_MS }),
      (error) => this.say(`${kafkaSentence(error)} Waiting.`),
    );
    const unknown = await this.transactions.run(allSchools, (tx) => unknownOf(tx, this.numbers, given));
    if (unknown.length > 0)
      throw new Error(
        `The database does not know ${unknown[0]!.number} and ${unknown.length - 1} other numbers that ` +
          `${this.numbers.told.topic} says were given: it was restored. Run --recover and --rewind first ` +
          '(deploy/README.md, Backup and restore).',
      );
  }
}
