import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { schoolCode } from '#contracts';
import { acrossSchools, type Transaction } from '#database';
import { HandlesJob, type JobInHand, jobKind, Jobs, type NextStep, NOTHING } from '#jobs';
import { type Actor, expectOwnSchool, scopeOf, scopeProblems } from '#security';
import { Problem } from '#runtime';
import { problems } from '../problems.js';
import { Rule } from './rule-decisions.js';
import { RULE_CODES, ruleOf } from './rules/index.js';
import { runRule } from './run-rule.js';

/** Every night, when leaves and returns of the day have taken effect. */
export const superviseNightly = jobKind({ name: 'supervise', payload: NOTHING, schedule: '30 2 * * *' });

/** One rule over one school, or school by school over the city; one that fails holds up no other. */
const superviseByRule = jobKind({
  name: 'supervise-by-rule',
  payload: z.object({ rule: z.string(), only: schoolCode.optional(), after: schoolCode.optional() }),
  attempts: 3,
});

@HandlesJob(superviseNightly)
export class SuperviseNightly {
  constructor(private readonly jobs: Jobs) {}

  async handle(_: object, tx: Transaction): Promise<void> {
    await this.jobs.enqueue(tx, superviseByRule, RULE_CODES.map((rule) => ({ payload: { rule } }))); // prettier-ignore
  }
}

@HandlesJob(superviseByRule)
export class SuperviseByRule {
  constructor(private readonly transitions: Transitions) {}

  /** Sees all schools, also where it is asked for one: some rules compare them. */
  async handle(
    payload: z.infer<typeof superviseByRule.payload>,
    tx: Transaction,
    { jobId: runId }: JobInHand,
  ): Promise<NextStep<typeof payload> | void> {
    const { rule, only, after = '' } = payload;
    const next = only ?? (await schoolAfter(tx, after));
    if (next === undefined) return;
    await runRule(tx, this.transitions, ruleOf(rule), { schoolCode: next, runId });
    if (only === undefined) return { payload: { rule, after: next }, progress: next };
  }
}

async function schoolAfter(tx: Transaction, after: string): Promise<string | undefined> {
  const [row] = await tx.query<{ school_code: string | null }>(
    'select min(school_code) as school_code from registrations where school_code > $1',
    [after],
  );
  return row!.school_code ?? undefined;
}

const RunsBegun = z
  .object({
    runIds: z.array(z.uuid()).describe('One for each rule; see the list of runs for what they found'),
  })
  .meta({ id: 'SupervisionRunsBegun' });

export const supervise = command({
  name: 'supervise',
  path: 'runs',
  roles: ['school-registrar', 'school-principal', 'district-officer', 'city-officer'],
  sentence: { zh: '发起了学籍监管检查', en: 'had the rules of supervision run' },
  body: z.strictObject({
    rules: z.array(Rule).min(1).optional().describe('All where it is left out'),
    schoolCode: schoolCode.optional().describe('All that the caller supervises where it is left out'),
  }),
  answers: [202, RunsBegun],
  refuses: [{ ...scopeProblems, ...problems }, 'other-school', 'other-authority', 'not-found'],
});

/** On demand: a school before it reports, or an officer before they visit. */
@Injectable()
export class Supervise {
  constructor(
    private readonly commands: Commands,
    private readonly jobs: Jobs,
  ) {}

  /** @throws Problem 403 for another school, or one of another authority, 404 where the caller sees no registration of it */
  begin(
    { rules = RULE_CODES, schoolCode: asked }: BodyOf<typeof supervise>,
    actor: Actor,
  ): Promise<z.infer<typeof RunsBegun>> {
    const scope = scopeOf(actor);
    expectOwnSchool(scope, asked);
    return this.commands.run(actor, supervise.action, async (tx) => {
      const seen = scope.kind === 'all' && !asked ? [WHOLE_CITY] : await schoolsSeen(tx, asked);
      const theirs = seen.filter(({ supervised }) => supervised);
      if (theirs.length === 0)
        throw new Problem(problems[seen.length === 0 ? 'not-found' : 'other-authority']);
      const begun = [...new Set(rules)].flatMap((rule) =>
        theirs.map(({ schoolCode: only }) => ({
          jobId: uuidv7(),
          schoolCode: null,
          payload: { rule, only },
        })),
      );
      await acrossSchools(tx, (all) => this.jobs.enqueue(all, superviseByRule, begun));
      return { runIds: begun.map(({ jobId }) => jobId) };
    });
  }
}

interface SeenSchool {
  readonly schoolCode: string | undefined;
  /** false where a district only reads */
  readonly supervised: boolean;
}

const WHOLE_CITY: SeenSchool = { schoolCode: undefined, supervised: true };

const schoolsSeen = (tx: Transaction, asked: string | undefined) =>
  tx.query<SeenSchool>(
    `select school_code as "schoolCode", $2::text is null or authority_code is not distinct from $2 as supervised
     from (select distinct school_code from registrations where $1::text is null or school_code = $1) seen
     left join schools using (school_code)`,
    [asked ?? null, tx.scope.kind === 'district' ? tx.scope.authorityCode : null],
  );
