import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Message, Row } from './process.ts';
import type { sealingBy } from './sealing.ts';

interface Event {
  source: string;
  topic: string;
  key: string;
  subject: string;
  type: string;
  version?: number;
  data: Row;
  /** property that is sealed */
  sealed?: string;
  causedBy?: Record<string, string>;
}

/** What one transaction of a yardstick writes. */
export class Tx {
  hasPublished = false;
  #client: pg.PoolClient;
  #sealing: ReturnType<typeof sealingBy>;

  constructor(client: pg.PoolClient, sealing: ReturnType<typeof sealingBy>) {
    this.#client = client;
    this.#sealing = sealing;
  }

  async query(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.#client.query(sql, values)).rows;
  }

  /** @param conflict column by which a row is replaced */
  async insert(table: string, rows: Row[], conflict?: string): Promise<void> {
    const names = Object.keys(rows[0]!);
    const columns = names.join(', ');
    const set = names.map((column) => `${column} = excluded.${column}`).join(', ');
    await this.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)
       on conflict ${conflict ? `(${conflict}) do update set ${set}` : 'do nothing'}`,
      [JSON.stringify(rows)],
    );
  }

  /** The version of each row, whole. @param id column of it */
  async insertHistory(table: string, id: string, happened: string, rows: Row[]): Promise<void> {
    const recorded_at = new Date().toISOString();
    const effective_on = recorded_at.slice(0, 10);
    const entries = rows.map((row) => {
      const { version, school_code, state, status } = row;
      return { [id]: row[id], version, school_code, state: state ?? status, happened, effective_on, recorded_at, data: row }; // prettier-ignore
    });
    await this.insert(`${table}_history`, entries);
  }

  /** What student records and employment keep of the numbers of certificates. */
  async keepNumbers(issued: Message[]): Promise<void> {
    const rows = issued.map(({ data }) => ({
      certificate_no: data.certificateNo,
      registration_id: data.registrationId,
      school_code: data.schoolCode,
      status: 'VALID',
      version: 1,
    }));
    await this.insert('registration_certificates', rows, 'certificate_no');
  }

  /** The same headers and the same payload as the services send. */
  async publish(events: Event[]): Promise<void> {
    const rows = events.map(({ source, topic, key, subject, type, version = 1, data, sealed, causedBy }) => {
      const id = uuidv7();
      const headers = {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: type,
        ce_source: source,
        ce_time: new Date().toISOString(),
        ce_subject: subject,
        ce_dataschema: `urn:jiangtu:schema:${type}`,
        ce_aggregateversion: String(version),
        ce_correlationid: causedBy?.ce_correlationid ?? id,
        ...(causedBy && { ce_causationid: causedBy.ce_id }),
      };
      const payload = sealed ? { ...data, [sealed]: this.#sealing.sealForTopic(topic, data[sealed]) } : data;
      return [id, topic, key, type, JSON.stringify(payload), JSON.stringify(headers)];
    });
    await this.query(
      `insert into outbox (shard, id, aggregatetype, aggregateid, type, payload, headers)
       select 0, * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
      [0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column])),
    );
    this.hasPublished = true;
  }

  /** Those of these events that have not been handled here. */
  async newOnes(messages: Message[]): Promise<Message[]> {
    const rows = await this.query(
      `insert into inbox (event_id) select id from unnest($1::uuid[]) as id on conflict do nothing returning event_id`,
      [messages.map(({ headers }) => headers.ce_id)],
    );
    const ids = new Set(rows.map((row) => row.event_id));
    return messages.filter(({ headers }) => ids.has(headers.ce_id));
  }

  async raiseVersions(topic: string, messages: Message[]): Promise<void> {
    const all = (header: string) => messages.map(({ headers }) => headers[header]);
    await this.query(
      `insert into aggregate_versions as known select $1, * from unnest($2::text[], $3::bigint[])
       on conflict (topic, subject) do update set version = greatest(known.version, excluded.version)`,
      [topic, all('ce_subject'), all('ce_aggregateversion')],
    );
  }
}
