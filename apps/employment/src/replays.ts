import { Injectable } from '@nestjs/common';
import { replayed, Republishers } from '#reconciliation';
import { cancelCases, cases, openCases, reopenCases, reportOutcomes } from './cases/cases.js';

/** What an operator can have replayed: everything that employment publishes but digests. */
@Injectable()
export class Replays {
  constructor(republishers: Republishers) {
    republishers.register(...replayed(cases, [openCases, reopenCases, cancelCases, reportOutcomes]));
  }
}
