import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { type Scope, scopeSettings } from './scope.js';

/** One database transaction, under one scope. */
export interface Transaction {
  readonly scope: Scope;
  /** When it began, by the database: the one clock of all that it writes. */
  readonly at: Date;
  /**
   * Sends one statement and resolves with its rows, also those of `… returning`. `bigint` and `numeric` come as
   * strings, `date` as 'YYYY-MM-DD', `timestamptz` as Date. Rejects with the driver's error.
   */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** Runs after the work and before the commit, in order: for what takes locks that must be held shortly. */
  beforeCommit(callback: () => Promise<void>): void;
  /** Runs after this transaction has committed, and only then. It must not throw. */
  afterCommit(callback: () => void): void;
}

/** Longest that a transaction may stay open, enforced by the server: a paused process must not hold up others. */
export const TRANSACTION_TIMEOUT_MS = 30_000;

@Injectable()
export class Transactions {
  constructor(private readonly dataSource: DataSource) {}

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. Retries nothing. */
  async run<T>(scope: Scope, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const callbacks: Callbacks = { beforeCommit: [], afterCommit: [] };
    try {
      const client: pg.PoolClient = await runner.connect();
      const result = await inTransaction(client, scope, (at) => {
        const tx = transactionOver(client, scope, at, callbacks);
        return withLastStatements(work(tx), callbacks).finally(tx.end);
      });
      callbacks.afterCommit.forEach((callback) => callback());
      return result;
    } finally {
      await runner.release();
    }
  }
}

interface Callbacks {
  readonly beforeCommit: (() => Promise<void>)[];
  readonly afterCommit: (() => void)[];
}

async function withLastStatements<T>(work: Promise<T>, { beforeCommit }: Callbacks): Promise<T> {
  const result = await work;
  for (const callback of beforeCommit) await callback();
  return result;
}

/** A broken connection cannot roll back, and need not: the server has. The first error is the one to tell. */
async function inTransaction<T>(
  client: pg.PoolClient,
  scope: Scope,
  work: (at: Date) => Promise<T>,
): Promise<T> {
  try {
    const result = await work(await begin(client, scope));
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('A statement had failed, so the transaction was rolled back.');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** Begins a transaction with all its settings, in one trip to the server. @returns when it began, by the server */
async function begin(client: pg.PoolClient, scope: Scope): Promise<Date> {
  // Compiling a statement of many joins takes longer than answering it: the estimate that decides on it knows no `limit`. And what
  // lies apart is read as fast as what lies together, from memory or from a disk that does not turn.
  const settings = {
    ...scopeSettings(scope),
    transaction_timeout: String(TRANSACTION_TIMEOUT_MS),
    jit: 'off',
    random_page_cost: '1.1',
  };
  const calls = Object.entries(settings).map((setting) => {
    const [name, value] = setting.map((text) => pg.escapeLiteral(text));
    return `set_config(${name}, ${value}, true)`;
  });
  const answers = await client.query(`begin; select ${calls.join(', ')}, now() as at`);
  // pg answers an array where a text holds several statements, which its types do not say.
  return (answers as unknown as pg.QueryResult<{ at: Date }>[])[1]!.rows[0]!.at;
}

/**
 * Not through typeorm's runner, which wraps each statement and each result. A statement that comes after `end`, from
 * work that was not waited for, would run on a connection that is another's by then.
 */
function transactionOver(client: pg.PoolClient, scope: Scope, at: Date, callbacks: Callbacks) {
  let ended = false;
  return {
    scope,
    at,
    query: async <Row>(sql: string, parameters?: unknown[]) => {
      if (ended) throw new Error('The transaction has ended.');
      return (await client.query(sql, parameters)).rows as Row[];
    },
    beforeCommit: (callback: () => Promise<void>) => void callbacks.beforeCommit.push(callback),
    afterCommit: (callback: () => void) => void callbacks.afterCommit.push(callback),
    end: () => void (ended = true),
  };
}
