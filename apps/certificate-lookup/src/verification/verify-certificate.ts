import { Injectable, Logger } from '@nestjs/common';
import { CaughtUp } from '#messaging';
import { type Answer, answerOf, cannotTell, isCaughtUp } from '../domain/answer.js';
import type { Factors } from '../domain/factors.js';
import { FindEntries } from '../entries/find-entries.js';

/** Answers of a certificate what can be told for sure, and says so when nothing can. Never a wrong answer. */
@Injectable()
export class VerifyCertificate {
  private readonly logger = new Logger(VerifyCertificate.name);

  constructor(
    private readonly entries: FindEntries,
    private readonly caughtUp: CaughtUp,
  ) {}

  async verify(factors: Factors): Promise<Answer> {
    // Read before the entries are: what they show is then at least as new as what the answer claims.
    const reached = this.caughtUp.reached();
    const now = new Date();
    if (!isCaughtUp(reached, now)) return cannotTell(reached, now);
    try {
      return answerOf(await this.entries.find(factors), reached.asOf);
    } catch (error) {
      // Who asks cannot do anything about our database; that nothing can be told now is the true answer.
      this.logger.error(error);
      return cannotTell(reached, now);
    }
  }
}
