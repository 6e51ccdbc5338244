import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { transition, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { day, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#runtime';
import { accountableReason, type Actor } from '#security';
import * as rules from '../domain/term.js';
import { problems } from '../problems.js';
import { termList, termReopenings, terms } from './terms.js';

const days = rules.TermDays.partial().shape;
const byCity = { roles: ['city-officer'], refuses: rules.termRefusals } as const;

export const openTerm = command({
  name: 'open-term',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '开设了学期', en: 'opened the term' },
  body: z.strictObject({ term: rules.termCode, ...days }),
  answers: [201, termList.view],
  refuses: [problems, 'term-exists', 'term-disordered'],
});

/** 开设学期: the city says when it is, and until when schools confirm their students. */
@Injectable()
export class OpenTerm {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
  ) {}

  /** @throws Problem 409 */
  open(asked: BodyOf<typeof openTerm>, actor: Actor): Promise<rules.Term> {
    return this.commands.run(actor, openTerm.action, async (tx) => {
      const named = { ...rules.defaultDays(asked.term), ...asked };
      if (!rules.isOrdered(named)) throw new Problem(problems['term-disordered']);
      const after = { ...named, termId: uuidv7(), state: 'OPEN' as const, version: 1 };
      const options = { actor, unless: 'term' };
      const [saved] = await this.transitions.save(tx, terms, openTerm, [{ after }], options);
      if (!saved) throw new Problem(problems['term-exists']);
      return saved;
    });
  }
}

export const changeTerm = transition(terms, {
  ...byCity,
  name: 'change-term',
  path: ':termId/change',
  sentence: { zh: '变更了学期日期', en: 'changed the days of the term' },
  input: { ...days, reason: accountableReason.meta({ example: '推迟开学' }) },
  decide: rules.changeTerm,
});

/** Whether anything was said of anybody in the term. */
async function confirmedIn(tx: Transaction, [known]: readonly rules.Term[]) {
  const said = await tx.query('select from term_confirmations where term_id = $1 limit 1', [known!.termId]);
  return { inUse: said.length > 0 };
}

export const cancelTerm = transition(terms, {
  ...byCity,
  name: 'cancel-term',
  path: ':termId/cancel',
  sentence: { zh: '取消了学期', en: 'cancelled the term' },
  input: { reason: accountableReason.meta({ example: '学年填写有误' }) },
  context: confirmedIn,
  decide: rules.cancelTerm,
});

interface Asked {
  readonly schoolCode: string;
}

/** Whether the school is of the authority that asks, and what it was given before. */
async function reopeningContext(
  tx: Transaction,
  [known]: readonly rules.Term[],
  { actor }: { actor?: Actor },
  inputOf: (each: rules.Term) => Asked,
) {
  const { schoolCode: school } = inputOf(known!);
  const authority = actor?.authorityCode ?? null;
  const found = await tx.query(
    `select from schools where school_code = $1
     and ($2::text is null or authority_code = $2 and authority_tier = 'DISTRICT')`,
    [school, authority],
  );
  const [standing] = await termReopenings.find(tx, 'term_id = $1 and school_code = $2 for update', [
    known!.termId,
    school,
  ]);
  return { theirs: found.length > 0, standing };
}

/** 补办学期注册: for one school, until a day of its own; asked again, the day moves. */
export const reopenTerm = transition(terms, {
  creates: termReopenings,
  name: 'reopen-term',
  path: ':termId/reopen',
  roles: ['district-officer', 'city-officer'],
  sentence: { zh: '准予补办学期注册', en: 'reopened the term for the school' },
  refuses: rules.termRefusals,
  input: {
    schoolCode,
    confirmationClosesOn: day.meta({ description: '补办截止日期', example: '2026-11-15' }),
    reason: accountableReason.meta({ example: '数据报送中断' }),
  },
  context: reopeningContext,
  standing: (_, { standing }) => standing,
  decide: rules.reopenTerm,
});
