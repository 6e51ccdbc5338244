import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../../deploy/local/platform/postgres.ts';
import { Processes } from '../../deploy/local/platform/processes.ts';
import { eventually, withClient } from '#testing';

const PASSWORD = 'drill';

/** A PostgreSQL that archives its log, and another one that a backup of it is restored to. */
export class ArchivingPostgres {
  private constructor(
    private readonly processes: Processes,
    private readonly archive: string,
    readonly url: string,
  ) {}

  /** @param dir absolute */
  static async start(dir: string): Promise<ArchivingPostgres> {
    const processes = new Processes(dir);
    await processes.takeOver();
    const archive = path.join(dir, 'archive');
    mkdirSync(archive);
    execFileSync('chmod', ['0777', archive]); // PostgreSQL may run as another user than the test
    const more = { archive_mode: 'on', archive_command: `cp %p ${archive}/%f` };
    const postgres = await startPostgres({ processes, password: PASSWORD, durable: false, more });
    return new ArchivingPostgres(processes, archive, postgres.url({ database: 'postgres' }));
  }

  /** What pg_basebackup does, by hand: the files while the server runs, and the label that it hands out. */
  async baseBackup(): Promise<void> {
    const { dir } = this.processes;
    const to = path.join(dir, 'restored');
    await withClient(this.url, async (client) => {
      await client.query(`select pg_backup_start('drill', true)`);
      execFileSync('cp', ['-a', path.join(dir, 'postgres'), to]);
      const { rows } = await client.query('select labelfile from pg_backup_stop()');
      writeFileSync(path.join(to, 'backup_label'), rows[0].labelfile);
    });
    execFileSync('sh', ['-c', `rm -rf "$1"/pg_wal/* "$1"/postmaster.pid`, 'sh', to]);
    writeFileSync(path.join(to, 'recovery.signal'), '');
    const { uid, gid } = statSync(path.join(to, 'PG_VERSION'));
    execFileSync('chown', [`${uid}:${gid}`, path.join(to, 'backup_label'), path.join(to, 'recovery.signal')]);
  }

  /** Makes sure that the log up to now is in the archive. */
  async archiveLog(): Promise<void> {
    const segment = await withClient(this.url, async (client) => {
      const { rows } = await client.query('select pg_walfile_name(pg_switch_wal()) as name');
      return rows[0].name as string;
    });
    await eventually(`segment ${segment} in the archive`, () => {
      if (!readdirSync(this.archive).includes(segment)) throw new Error('not yet');
    });
  }

  /** Starts the backup as a server of its own, replayed up to the moment. @returns its address */
  async restoreTo(moment: Date): Promise<string> {
    const more = {
      restore_command: `cp ${this.archive}/%f %p`,
      recovery_target_time: moment.toISOString().replace('T', ' ').replace('Z', '+00'),
      recovery_target_action: 'promote',
    };
    const restored = await startPostgres({
      processes: this.processes,
      password: PASSWORD,
      durable: false,
      name: 'restored',
      more,
    });
    return restored.url({ database: 'postgres' });
  }

  stop(): Promise<void> {
    return this.processes.stopAll();
  }
}
