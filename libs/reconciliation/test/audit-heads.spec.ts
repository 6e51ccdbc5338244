import { randomUUID } from 'node:crypto';
import { Controller, Module, Post } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Commands, CommandsModule, createCommandTables, declareActions } from '#commands';
import { auditHeads } from '#contracts';
import { DatabaseModule } from '#database';
import { createJobsTable, JobsModule } from '#jobs';
import { createMessagingTables, MessagingModule } from '#messaging';
import { AuditHeadsModule, publishAuditHeads, verifyAudit } from '#reconciliation';
import { Answers, SETTINGS, type ServiceCommand, type Settings } from '#runtime';
import { type Actor, CurrentActor, Roles, SecurityModule } from '#security';
import { eventually, runJob, startTestService, type TestService } from '#testing';

class CreateTables1732400000000 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await createMessagingTables(runner);
    await createCommandTables(runner, { districts: false });
    await createJobsTable(runner, { districts: false });
  }

  async down() {}
}

const actions = declareActions({ 'ring-the-bell': { zh: '敲了钟', en: 'rang the bell' } });

@Controller('bell')
class BellController {
  constructor(private readonly commands: Commands) {}

  @Post()
  @Roles('city-officer', 'school-registrar')
  @Answers(200, z.object({ rung: z.string() }))
  ring(@CurrentActor() actor: Actor) {
    return this.commands.run(actor, actions['ring-the-bell'], () => Promise.resolve({ rung: randomUUID() }));
  }
}

@Module({
  imports: [
    DatabaseModule.forRoot(),
    SecurityModule.forRoot(),
    CommandsModule,
    JobsModule.forRoot(),
    MessagingModule.forRoot({ service: 'employment' }),
    AuditHeadsModule.forRoot(auditHeads('employment')),
  ],
  controllers: [BellController],
})
class BellModule {}

let service: TestService;
beforeAll(async () => {
  service = await startTestService({
    name: 'employment',
    module: BellModule,
    migrations: [CreateTables1732400000000],
  });
  await service.as('city-officer').post('/bell');
  await service.as('school-registrar', 'S001').post('/bell');
  await service.as('school-registrar', 'S001').post('/bell');
});
afterAll(() => service.close());

const page = async () => String((await service.anonymous.get('/metrics')).body);

/** What the command logs when it ends well. */
async function verified(): Promise<unknown> {
  const logged: unknown[] = [];
  const logger = { info: (said: unknown) => logged.push(said) } as unknown as Parameters<ServiceCommand>[1];
  await verifyAudit(auditHeads('employment'))(service.app.get<Settings>(SETTINGS), logger);
  return logged[0];
}

describe('The heads of the audit trail', () => {
  it('are published once a day, and the trail is held against them', async () => {
    expect(await runJob(service, publishAuditHeads, {})).toMatchObject({ state: 'DONE' });
    await eventually('the newest heads', async () => {
      const published = await service.published(auditHeads('employment'), 1);
      expect(published.at(-1)?.data).toMatchObject({
        service: 'employment',
        heads: [
          { chain: 'S001', seq: 2 },
          { chain: 'city', seq: 1 },
        ],
      });
    });
    expect(await page()).toContain('jobs_overdue_seconds{kind="publish-audit-heads"} 0\n');
    expect(await verified()).toMatchObject({ entries: 3, chains: 2, heads: expect.any(Number) });
  });

  it('name what was done to the trail behind its back', async () => {
    await service.query('alter table audit_entries disable trigger append_only');
    await service.query(`delete from audit_entries where chain = 'S001' and seq = 2`);
    await service.query(`update audit_heads set seq = 1 where chain = 'S001'`);
    await expect(verified()).rejects.toThrow('Chain S001 is broken at entry 2: missing.');
  });
});
