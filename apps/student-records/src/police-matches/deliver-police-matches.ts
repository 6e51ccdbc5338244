import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { type BodyOf, command, Commands } from '#commands';
import { acrossSchools, type Transaction } from '#database';
import type { Actor } from '#security';
import { countMatch, type PoliceMatchRefusal } from '../domain/police-match.js';
import { PersonVault } from '../persons/person-vault.js';
import { problems } from '../problems.js';
import { type DeliveredMatch, MatchDelivery, MatchOutcome, readable } from './delivered-match.js';
import { type CountedMatch, insertMatches, lockCompared, matchesByNumber } from './match-rows.js';

export const deliverPoliceMatches = command({
  name: 'deliver-police-matches',
  path: 'police-matches/deliver',
  roles: ['police-exchange'],
  sentence: { zh: '报送了公安比对结果', en: 'delivered the result of a comparison' },
  body: MatchDelivery,
  answers: [200, MatchOutcome],
});

type Refused = { readonly matchNumber: string; readonly code: PoliceMatchRefusal };

/**
 * 公安比对: the city's data exchange delivers what the police say of documents and names, under numbers of its own. The same again
 * changes nothing, and of several results that of the newest comparison counts, in whichever order they come.
 */
@Injectable()
export class DeliverPoliceMatches {
  constructor(
    private readonly commands: Commands,
    private readonly vault: PersonVault,
  ) {}

  deliver(
    { results }: BodyOf<typeof deliverPoliceMatches>,
    actor: Actor,
  ): Promise<z.infer<typeof MatchOutcome>> {
    return this.commands.run(actor, deliverPoliceMatches.action, async (tx) => {
      const known = await matchesByNumber(tx, actor, results.map(({ matchNumber }) => matchNumber)); // prettier-ignore
      const fresh = results.filter(({ matchNumber }) => !known.has(matchNumber));
      const { counted, refused } = await acrossSchools(tx, (all) => this.store(all, fresh, actor));
      const repeated = results.filter(({ matchNumber }) => known.has(matchNumber));
      const taken = repeated.flatMap((each): Refused[] =>
        isSame(known.get(each.matchNumber)!, each)
          ? []
          : [{ matchNumber: each.matchNumber, code: 'match-number-taken' }],
      );
      tx.changed(...counted.map(({ matchId: id }) => ({ aggregate: 'police-match', id, schoolCode: null })));
      const items = [...refused, ...taken].map(({ matchNumber, code }) => {
        const { title, detail } = problems[code];
        return { id: matchNumber, code, title, detail };
      });
      tx.refused('police-match', items);
      return { accepted: counted.length, unchanged: repeated.length - taken.length, refused: items };
    });
  }

  private async store(tx: Transaction, results: readonly DeliveredMatch[], actor: Actor) {
    const at = tx.at.toISOString();
    const read = results.map((result) => ({ result, found: readable(this.vault, result) }));
    const persons = await lockCompared(tx, read.flatMap(({ found }) => found?.index ?? [])); // prettier-ignore
    const counted: CountedMatch[] = [];
    const refused: Refused[] = [];
    for (const { result, found } of read) {
      const { matchNumber, outcome, source } = result;
      const matchedAt = new Date(result.matchedAt).toISOString();
      const person = found && persons.get(found.index);
      const decision = countMatch(person, { name: found?.name ?? '', matchedAt }, { at });
      if (!decision.ok) {
        refused.push({ matchNumber, code: decision.code });
        continue;
      }
      const { counts } = decision.value;
      if (counts) persons.set(found!.index, { ...person!, policeMatchedAt: matchedAt });
      counted.push({
        matchId: uuidv7(),
        personId: person!.personId,
        matchNumber,
        outcome,
        source,
        matchedAt,
        counts,
      });
    }
    if (counted.length > 0) await insertMatches(tx, counted, actor);
    return { counted, refused };
  }
}

const isSame = (
  known: { outcome: string; matched_at: Date; source: string },
  given: DeliveredMatch,
): boolean =>
  known.outcome === given.outcome &&
  known.source === given.source &&
  known.matched_at.getTime() === Date.parse(given.matchedAt);
