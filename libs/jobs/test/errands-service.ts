import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Module, Post } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Commands, CommandsModule, createCommandTables, declareActions } from '#commands';
import { DatabaseModule, rowLevelSecurity, type Transaction } from '#database';
import {
  createJobsTable,
  HandlesJob,
  jobKind,
  type JobInHand,
  Jobs,
  JobsModule,
  type NextStep,
  NIGHTLY,
  NOTHING,
} from '#jobs';
import { Answers } from '#runtime';
import { type Actor, CurrentActor, Roles, SecurityModule } from '#security';

/** A service whose jobs write down that they were done, and do wrong what their words say. */
export class CreateErrands1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createCommandTables(runner, { districts: false });
    await createJobsTable(runner, { districts: false });
    await runner.query(`
      create table effects (
        job_id uuid not null, word text not null, school_code text, began_at timestamptz not null default now(),
        at timestamptz not null default clock_timestamp());
      ${rowLevelSecurity('effects', 'school_code', { districts: false })}
      create table troubles (word text primary key);`);
  }

  async down() {}
}

const Errand = z.object({ word: z.string(), waitMs: z.int().default(0), left: z.int().default(1) });
type Errand = z.output<typeof Errand>;

const retryDelay = { firstMs: 100, maxMs: 400 };
export const write = jobKind<Errand>({
  name: 'write',
  payload: Errand,
  concurrency: 2,
  attempts: 3,
  retryDelay,
});
export const limited = jobKind<Errand>({
  name: 'write-slowly',
  payload: Errand,
  concurrency: 10,
  rateLimit: { max: 2, perMs: 1_000 },
});
export const tick = jobKind({ name: 'tick', payload: NOTHING, schedule: '* * * * * *' });
export const nightly = jobKind({ name: 'nightly', payload: NOTHING, schedule: NIGHTLY });

class Writes {
  async handle(
    { word, waitMs, left }: Errand,
    tx: Transaction,
    { jobId }: JobInHand,
  ): Promise<NextStep<Errand> | void> {
    const schoolCode = tx.scope.kind === 'school' ? tx.scope.schoolCode : null;
    await tx.query('insert into effects (job_id, word, school_code) values ($1, $2, $3)', [
      jobId,
      word,
      schoolCode,
    ]);
    await sleep(waitMs);
    if (word === 'deadly') process.kill(process.pid, 'SIGKILL');
    const troubles = await tx.query('select from troubles where word = $1', [word]);
    if (troubles.length > 0) throw new SyntaxError(`Unexpected token in ${word}`);
    if (left > 1) return { payload: { word, waitMs, left: left - 1 }, progress: `${left - 1} left` };
  }
}

@HandlesJob(write)
export class Write extends Writes {}

@HandlesJob(limited)
export class WriteSlowly extends Writes {}

class Notes {
  async handle(_: object, tx: Transaction, { jobId }: JobInHand) {
    await tx.query(`insert into effects (job_id, word) values ($1, 'scheduled')`, [jobId]);
  }
}

@HandlesJob(tick)
class Tick extends Notes {}

@HandlesJob(nightly)
class Nightly extends Notes {}

const actions = declareActions({ 'ask-errand': { zh: '交办了', en: 'asked for the errand' } });

@Controller('errands')
class ErrandsController {
  constructor(
    private readonly commands: Commands,
    private readonly jobs: Jobs,
  ) {}

  @Post()
  @Roles('school-registrar', 'city-officer')
  @Answers(201, z.object({}))
  ask(
    @Body()
    { fails, kind = 'write', ...job }: { fails?: boolean; kind?: string; payload: Errand; runAt?: string },
    @CurrentActor() actor: Actor,
  ) {
    return this.commands.run(actor, actions['ask-errand'], async (tx) => {
      await this.jobs.enqueue(tx, kind === 'write' ? write : limited, [
        { payload: job.payload, runAt: job.runAt && new Date(job.runAt) },
      ]);
      if (fails) throw new Error('The transaction is rolled back.');
      return {};
    });
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot({ reconcileMs: 3_000 }),
  ],
  controllers: [ErrandsController],
  providers: [Write, WriteSlowly, Nightly],
})
export class ErrandsModule {}

@Module({ imports: [ErrandsModule], providers: [Tick] })
export class TickingErrandsModule {}
