import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { TopicName } from '#contracts';
import { allSchools, Transactions } from '#database';
import { kafkaSentence, keepTrying, whenNew } from '#messaging';
import { SETTINGS, type Settings } from '#runtime';
import type { ReservedNumbers, Serial } from './reserved-numbers.js';
import { reservedNumbers, numbersOfState, toBeGivenAgain, unknownOf } from './recover-numbers.js';

export const RESERVED_NUMBERS = Symbol('RESERVED_NUMBERS');

/**
 * The end of each partition: a database that is behind lacks what came last. So many offsets, since not each has a new
 * number: of a state topic whoever relays takes one at least twice a day, and revocations of a whole school come at once.
 */
const END = { last: 5_000, timeoutMs: 30_000 };

/**
 * Keeps a service from starting on a database that was restored to a moment before numbers that it has given out: it
 * would give them again, to others.
 */
@Injectable()
export class RecoveredFirst implements OnModuleInit {
  private readonly logger = new Logger(RecoveredFirst.name);
  private readonly say = whenNew((sentence) => this.logger.warn(sentence));

  constructor(
    @Inject(RESERVED_NUMBERS) private readonly numbers: ReservedNumbers,
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly transactions: Transactions,
  ) {}

  async onModuleInit(): Promise<void> {
    const { told, state } = this.numbers;
    // A Kafka that comes up at the same time knows neither the topic nor the coordinator of a group at first.
    const [facts, states] = await keepTrying(
      () => Promise.all([reservedNumbers(this.numbers, this.settings, END), this.endOfState()]),
      (error) => this.say(`${kafkaSentence(error)} Waiting.`),
    );
    await this.transactions.run(allSchools, async (tx) => {
      const lost = await unknownOf(tx, this.numbers, facts);
      refuseLost(
        told.topic,
        lost.map(({ number }) => number),
      );
      // Facts expire, a state does not; --recover notes the registrations of facts only, and goes past the others.
      if (state) refuseLost(state.topic, await toBeGivenAgain(tx, this.numbers, states));
    });
  }

  private async endOfState(): Promise<Map<string, Serial>> {
    const numbers = new Map<string, Serial>();
    await numbersOfState(
      this.numbers,
      this.settings,
      (serial, number) => {
        // Of another system: no counter gives it.
        if (serial.serial > 0) numbers.set(number, serial);
      },
      END,
    );
    return numbers;
  }
}

function refuseLost(topic: TopicName, [first, ...others]: string[]): void {
  if (first !== undefined)
    throw new Error(
      `The database does not know ${first} and ${others.length} other numbers that ${topic} says were given: ` +
        'it was restored. Run --recover and --rewind first (deploy/README.md, Backup and restore).',
    );
}
