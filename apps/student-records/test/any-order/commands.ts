import fc from 'fast-check';
import { decide, giveUp, night, request, reverse, revise } from './changes.js';
import type { Command } from './command.js';
import { approveEntries, enter, graduate, revoke } from './entries.js';
import { KINDS } from './records-model.js';
import { askForTransfer, endTransfer, leadTransfer } from './transfers.js';

/** Commands over some persons; what leads further comes more often than what ends. */
export function recordCommands(persons: number): fc.Arbitrary<Command>[] {
  const [school, at, day] = [fc.nat({ max: 1 }), fc.nat({ max: 40 }), fc.integer({ min: -15, max: 3 })];
  const picks = fc.array(at, { minLength: 1, maxLength: 3 });
  const mode = fc.constantFrom('FULL_TIME' as const, 'PART_TIME' as const);
  const entry = fc.constantFrom('OLD' as const, 'SECOND_YEAR' as const, 'NEW' as const);
  const type = fc.constantFrom(...Object.keys(KINDS), 'LEAVE', 'RETURN', 'RETURN', 'REINSTATEMENT');
  const by = fc.constantFrom('principal' as const, 'principal' as const, 'officer' as const);
  return [
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ person: fc.nat({ max: persons - 1 }), school, mode, entry }).map(enter) },
      { weight: 4, arbitrary: picks.map(approveEntries) },
      { weight: 16, arbitrary: fc.tuple(school, type, picks, day, fc.nat({ max: 1 })).map((of) => request(...of)) },
      { weight: 16, arbitrary: fc.tuple(school, by, picks).map((of) => decide(...of)) },
      { weight: 5, arbitrary: fc.tuple(school, at).map((of) => reverse(...of)) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom('cancel' as const, 'reject' as const), at).map((of) => giveUp(...of)) },
      { weight: 3, arbitrary: fc.tuple(at, day).map((of) => revise(...of)) },
      { weight: 2, arbitrary: fc.constant(night()) },
      { weight: 2, arbitrary: fc.tuple(at, fc.integer({ min: -5, max: 0 })).map((of) => graduate(...of)) },
      { weight: 1, arbitrary: fc.tuple(at, fc.boolean()).map((of) => revoke(...of)) },
      { weight: 3, arbitrary: at.map(askForTransfer) },
      { weight: 6, arbitrary: at.map(leadTransfer) },
      { weight: 1, arbitrary: at.map(endTransfer) },
    ),
  ]; // prettier-ignore
}
