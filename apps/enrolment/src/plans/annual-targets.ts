import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { aggregate, aggregateList, historyEntries, HistoryEntry, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { id, LEVELS } from '#contracts';
import { allSchools, Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, accountableReason } from '#security';
import { authorityOf } from '../authorities/authorities.js';
import { AnnualTarget } from '../domain/annual-target.js';
import { problems } from '../problems.js';

/** 年度招生目标 in its table. It belongs to the city, and everybody reads it. */
export const annualTargets = aggregate({
  name: 'annual-target',
  table: 'annual_targets',
  id: 'targetId',
  school: null,
  states: AnnualTarget,
});

export const targetList = aggregateList(annualTargets, {
  component: 'AnnualTarget',
  filters: { year: ['year', z.coerce.number().int().min(2000).max(2100)] },
});

export const TargetHistory = z
  .object({ targetId: id, entries: z.array(HistoryEntry.omit({ state: true }).extend({ target: z.int() })) })
  .meta({ id: 'TargetHistory' });

export const setAnnualTarget = command({
  name: 'set-annual-target',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '设定了年度招生目标', en: 'set the annual target' },
  body: z
    .strictObject({
      year: z.int().min(2000).max(2100),
      level: z.enum(LEVELS).optional().describe('For this level alone'),
      authorityCode: AnnualTarget.shape.authorityCode.describe('For the schools of this authority alone'),
      target: z.int().min(0).max(1_000_000).meta({ example: 35_000 }),
      reason: accountableReason.meta({ example: '列入年度发展计划' }),
    })
    .refine(({ level, authorityCode }) => !level || !authorityCode, {
      path: ['authorityCode'],
      message: 'a target is for a level or for an authority, not for both',
    }),
  answers: [200, targetList.view],
  refuses: [problems, 'unknown-authority'],
});

const ofSame = `year = $1 and level is not distinct from $2 and authority_code is not distinct from $3 for update`;

@Injectable()
export class AnnualTargets {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
  ) {}

  /** Sets a target, or changes the one that is there; the same number again changes nothing. @throws Problem 422 */
  set({ reason, ...asked }: BodyOf<typeof setAnnualTarget>, actor: Actor): Promise<AnnualTarget> {
    return this.commands.run(actor, setAnnualTarget.action, async (tx) => {
      const { year, level, authorityCode, target } = asked;
      if (authorityCode && !(await authorityOf(tx, authorityCode)))
        throw new Problem(problems['unknown-authority']);
      const added = { ...asked, targetId: uuidv7(), version: 1 };
      const options = { actor, unless: 'year, level, authority_code' };
      const [made] = await this.transitions.save(tx, annualTargets, setAnnualTarget, [{ after: added, reason }], options); // prettier-ignore
      if (made) return made;
      const [before] = await annualTargets.find(tx, ofSame, [year, level ?? null, authorityCode ?? null]);
      if (before!.target === target) return before!;
      const changed = [{ before: before!, after: { ...before!, target }, reason }];
      const [saved] = await this.transitions.save(tx, annualTargets, setAnnualTarget, changed, { actor });
      return saved!;
    });
  }

  /** @throws Problem 404 */
  async history(targetId: string): Promise<z.infer<typeof TargetHistory>> {
    const { entries, targets } = await this.transactions.run(allSchools, async (tx) => ({
      entries: await historyEntries(tx, annualTargets, targetId),
      targets: await tx.query<{ target: number }>(
        `select (data->>'target')::int as target from annual_targets_history where target_id = $1 order by version`,
        [targetId],
      ),
    }));
    if (entries.length === 0) throw new Problem(problems['not-found']);
    // A target has no states.
    return {
      targetId,
      entries: entries.map(({ state: _state, ...entry }, at) => ({ ...entry, ...targets[at]! })),
    };
  }
}
