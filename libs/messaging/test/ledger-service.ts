import { Module } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GraduationRevoked, SchoolState, StudentGraduated } from '#contracts';
import { CommandsModule, createCommandTables } from '#commands';
import { DatabaseModule, type Transaction } from '#database';
import { createJobsTable, JobsModule } from '#jobs';
import { MessagingModule, ReactsTo, type Received, createMessagingTables } from '#messaging';
import { SecurityModule } from '#security';

/** A service that does nothing but write down what reaches its reactions, in the order in which it does. */
export class CreateLedger1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createMessagingTables(runner);
    await createCommandTables(runner, { districts: false });
    await createJobsTable(runner, { districts: false });
    await runner.query(`
      create table ledger (
        entry bigint generated always as identity,
        type text not null,
        event_id uuid not null,
        subject text not null,
        version bigint not null,
        name text
      )`);
  }

  async down() {}
}

/** What reactions of the ledger do wrong, by the name or the key on the event. */
export const trouble = new Map<string, () => Error | undefined>();

async function write(events: Received[], tx: Transaction, nameOf: (event: Received) => string | null) {
  for (const event of events) {
    const error = (trouble.get(nameOf(event) ?? '') ?? trouble.get(event.key))?.();
    if (error) throw error;
  }
  await tx.query(
    `insert into ledger (type, event_id, subject, version, name)
     select * from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::text[])`,
    [
      events.map(({ type }) => type),
      events.map(({ id }) => id),
      events.map(({ subject }) => subject),
      events.map(({ version }) => version),
      events.map(nameOf),
    ],
  );
}

@ReactsTo(StudentGraduated)
export class WriteGraduations {
  async handle(events: Received<typeof StudentGraduated>[], tx: Transaction) {
    await write(events, tx, (event) => (event.data as { identity: { name: string } }).identity.name);
  }
}

@ReactsTo(GraduationRevoked)
export class WriteRevocations {
  async handle(events: Received<typeof GraduationRevoked>[], tx: Transaction) {
    await write(events, tx, () => null);
  }
}

@ReactsTo(SchoolState)
export class WriteSchools {
  async handle(events: Received<typeof SchoolState>[], tx: Transaction) {
    await write(events, tx, (event) => (event.data as { name: string }).name);
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot(),
    MessagingModule.forRoot({ service: 'employment' }),
  ],
  controllers: [WriteGraduations, WriteRevocations, WriteSchools],
})
export class LedgerModule {}
