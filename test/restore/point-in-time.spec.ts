// Budget: 60 s: five processes are started, on a PostgreSQL of their own.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { eventually, testPlatform, withClient } from '#testing';
import {
  approveRegistrations,
  checkInStudents,
  graduate,
  holdings,
  openSchool,
} from '../harness/students.ts';
import { untilReconciled } from '../harness/reconciled.ts';
import { type RunningCity, startCity } from '../harness/running-city.ts';
import { ArchivingPostgres } from './postgres-backup.js';

const dir = path.resolve('var/restore', randomBytes(3).toString('hex'));

let postgres: ArchivingPostgres;
let city: RunningCity;
beforeAll(async () => {
  postgres = await ArchivingPostgres.start(dir);
  city = await startCity({ ...testPlatform(), postgresUrl: postgres.url });
  await openSchool(city.api, 6);
  await checkInStudents(city.api, 6);
}, 300_000);
afterAll(async () => {
  await city?.stop();
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const certificates = (count: number) =>
  eventually(`${count} certificates, entries and cases`, async () => {
    const held = await holdings(city.api);
    expect([held.certificates.length, held.entries.length, held.cases.length]).toEqual([count, count, count]);
    return held.certificates
      .map(({ registrationId, certificateNo }: any) => `${registrationId} ${certificateNo}`)
      .toSorted();
  });

const rowsAt = (url: string): Promise<string> =>
  withClient(url, async (client) => (await client.query('select count(*) from certificates')).rows[0].count);

describe('A base backup and the archived log', () => {
  it('restore certificates alone to a moment, on a server of its own, and it catches up', async () => {
    const active = (await approveRegistrations(city.api, 6)).map(({ registrationId }) => registrationId);
    await graduate(city.api, active.slice(0, 2));
    await certificates(2);
    await postgres.baseBackup();
    await graduate(city.api, active.slice(2, 4));
    await certificates(4);
    const moment = new Date();
    await graduate(city.api, active.slice(4));
    const all = await certificates(6);
    await postgres.archiveLog();

    await city.end('certificates');
    const restored = new URL(await postgres.restoreTo(moment));
    const address = new URL(city.settings.certificates!.DATABASE_URL!);
    address.port = restored.port;
    restored.pathname = address.pathname;
    expect(await rowsAt(restored.href)).toBe('4');
    city.settings.certificates!.DATABASE_URL = address.href;
    for (const options of [['--recover'], ['--rewind', new Date(moment.getTime() - 60_000).toISOString()]])
      expect(await city.command('certificates', ...options)).toMatchObject({ ok: true });
    await city.start('certificates');
    expect(await certificates(6)).toEqual(all);
    await untilReconciled(city.api);
  }, 300_000);
});
