import path from 'node:path';
import { apiOf } from '../../deploy/local/cohort/api.ts';
import { fetchToken } from '../../deploy/local/issuer/token.ts';
import { root } from '../../deploy/local/paths.mjs';
import { freePort } from '../../deploy/local/platform/ports.ts';
import { RunningServices } from '../../deploy/local/running-services.ts';
import { services } from '../../deploy/local/service-list.mjs';
import { setUpServices } from '../../deploy/local/services.ts';
import { submitBatch } from '../harness/students.ts';
import { Databases } from './databases.mjs';
import { groupsOf, insertStudents } from './students.mjs';

/** The five services as built, and what is asked of them. */
export class System {
  /**
   * @param {{ name?: string, checkout?: string, prefix?: string, profile?: string }} options `checkout`: the folder of
   *   another, built state of the project, whose services are started; `prefix` of its topics and databases; `profile`:
   *   folder for a CPU profile of each service
   */
  static async start(platform, { name: called = 'system', checkout = root, prefix = '', profile } = {}) {
    const system = new System();
    system.name = called;
    const { processes, secrets } = platform;
    const topicPrefix = checkout === root ? prefix : `${called}.`;
    const main = (name) => path.join(checkout, 'dist/apps', name, 'src/main.js');
    const settings = await setUpServices(platform, { processes, secrets, topicPrefix, main });
    const running = new RunningServices(processes, false, main);
    for (const { name, port } of services)
      running.settings[name] = {
        ...settings[name],
        LOG_LEVEL: 'warn',
        HOST: '127.0.0.1',
        PORT: String(await freePort(port + 20_000)),
        ...(profile && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}/${name}` }),
      };
    await Promise.all(services.map(({ name }) => running.start(name)));
    system.running = running;
    system.platform = platform;
    system.api = apiOf({
      endpoints: {
        services: Object.fromEntries(Object.entries(running.urls).map(([name, url]) => [name, { url }])),
      },
      tokenFor: (role, school, person) => fetchToken(platform.issuer, { role, school, person }),
    });
    system.databases = await Databases.open(platform.postgres, topicPrefix);
    return system;
  }

  /** Process ids by name, of the services only. */
  get services() {
    return Object.values(this.running.processes).map(({ name, pid }) => ({ name, pid }));
  }

  /** Graduation batches that wait for their approval. */
  async prepare(count, size) {
    const keys = this.platform.secrets.sealingKeys('student-records');
    const students = await insertStudents(this.databases.records, keys, count);
    await this.databases.records.query('analyze persons, registrations');
    const groups = groupsOf(students, size);
    const batches = [];
    for (let at = 0; at < groups.length; at += 4)
      batches.push(...(await Promise.all(groups.slice(at, at + 4).map((group) => this.#submit(group)))));
    return mixed(batches);
  }

  async #submit({ school, registrationIds }) {
    const { post } = this.api('student-records', 'school-registrar', school);
    return { registrationIds, batchId: await submitBatch(post, registrationIds) };
  }

  async approve({ batchId }) {
    await this.api('student-records', 'city-officer').post(`/graduation-batches/${batchId}/approve`);
  }

  /** What the services tell of their batches: how many transactions, of how many records. */
  async batches() {
    const all = {};
    for (const [name, url] of Object.entries(this.running.urls)) {
      const page = await (await fetch(`${url}/metrics`)).text().catch(() => '');
      const value = (metric) => Number(new RegExp(`^${metric}(?:{[^}]*})? (\\S+)`, 'm').exec(page)?.[1] ?? 0);
      all[name] = {
        batches: value('messaging_process_batch_records_count'),
        records: value('messaging_process_batch_records_sum'),
        seconds: value('messaging_process_duration_seconds_sum'),
      };
    }
    return all;
  }

  async stop() {
    await this.databases.close();
    await this.running.stop();
  }
}

/** Schools take turns. */
function mixed(batches) {
  const step = Math.ceil(batches.length / 4);
  return Array.from({ length: step }, (_, n) => [0, 1, 2, 3].map((part) => batches[part * step + n]))
    .flat()
    .filter(Boolean);
}
