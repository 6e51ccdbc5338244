import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../deploy/local/platform/ports.ts';
import { setUpServices } from '../../../deploy/local/services.ts';
import { Databases } from '../databases.mjs';
import { groupsOf, insertStudents } from '../students.mjs';

const PROGRAMS = {
  records: 'student-records',
  certificates: 'certificates',
  lookup: 'certificate-lookup',
  employment: 'employment',
};

/**
 * The same work by bare pg and kafkajs: four small processes without framework, on the same servers, with databases
 * and topics of their own that are made as those of the services are.
 */
export class Yardstick {
  services = [];

  /**
   * @param {{ name: string, sealed: boolean, everyRow: boolean }} kind `everyRow`: also the rows that the services
   *   write besides registrations, certificates, entries and cases
   */
  static async start(platform, { name, sealed, everyRow }) {
    const yardstick = new Yardstick();
    const { processes, secrets } = platform;
    const prefix = `${name}.`;
    const settings = await setUpServices(platform, { processes, secrets, topicPrefix: prefix });
    const port = await freePort(24_000);
    for (const [program, service] of Object.entries(PROGRAMS)) {
      const { DATABASE_URL, KAFKA_BROKERS, SEALING_KEYS, TOPIC_KEYS } = settings[service];
      const env = {
        PATH: process.env.PATH,
        PORT: String(port),
        PREFIX: prefix,
        DATABASE_URL,
        KAFKA_BROKERS,
        SEALING_KEYS,
        TOPIC_KEYS,
        SEALED: sealed ? '1' : '0',
        EVERY_ROW: everyRow ? '1' : '0',
      };
      const file = fileURLToPath(new URL(`${program}.mjs`, import.meta.url));
      const options = { args: [file], env, readyWhen: 'ready' };
      yardstick.services.push(await processes.start(`${name}-${service}`, process.execPath, options));
    }
    yardstick.name = name;
    yardstick.platform = platform;
    yardstick.sealed = sealed;
    yardstick.url = `http://127.0.0.1:${port}`;
    yardstick.databases = await Databases.open(platform.postgres, prefix);
    return yardstick;
  }

  async prepare(count, size) {
    const keys = this.platform.secrets.sealingKeys('student-records');
    const students = await insertStudents(this.databases.records, keys, count);
    if (!this.sealed) await this.#unseal();
    await this.databases.records.query('analyze persons, registrations');
    return groupsOf(students, size).map((group) => ({ ...group, batchId: randomUUID() }));
  }

  /** Where nothing is sealed, nothing is opened either. */
  async #unseal() {
    await this.databases.records.query(
      `update persons set id_number = '500103200401019999' where id_number like 'd1.%'`,
    );
  }

  async approve({ batchId, registrationIds }) {
    const answer = await fetch(this.url, {
      method: 'POST',
      body: JSON.stringify({ batchId, registrationIds }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${this.name} failed: ${text}`);
  }

  async stop() {
    await this.databases.close();
    await Promise.all(this.services.map((running) => this.platform.processes.stop(running)));
  }
}
