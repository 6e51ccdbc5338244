import pg from 'pg';

/** The four databases that a graduation passes through, as a superuser sees them. */
export class Databases {
  #clients = {};

  /** @param {string} [prefix] of an installation beside the first, as setUpServices() makes it */
  static async open(postgres, prefix = '') {
    const databases = new Databases();
    for (const name of ['student_records', 'certificates', 'certificate_lookup', 'employment']) {
      const database = prefix.replace(/\W/g, '_') + name;
      const client = new pg.Client({ connectionString: postgres.url({ database }) });
      client.on('error', () => {}); // the next query rejects and tells
      await client.connect();
      databases.#clients[name] = client;
    }
    return databases;
  }

  get all() {
    return Object.values(this.#clients);
  }

  get records() {
    return this.#clients.student_records;
  }

  get certificates() {
    return this.#clients.certificates;
  }

  get lookup() {
    return this.#clients.certificate_lookup;
  }

  get employment() {
    return this.#clients.employment;
  }

  /** Entries and cases of today; earlier ones are of other days, and indexes go by the day. */
  async countToday() {
    const [entries, cases] = await Promise.all([
      countSince(this.lookup, 'entries', 'issue_date'),
      countSince(this.employment, 'cases', 'approved_on'),
    ]);
    return { entries, cases };
  }

  async close() {
    await Promise.all(this.all.map((client) => client.end()));
  }
}

async function countSince(client, table, day) {
  const { rows } = await client.query(`select count(*)::int from ${table} where ${day} >= current_date - 1`);
  return rows[0].count;
}
