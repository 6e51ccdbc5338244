import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { type Scope, scopeSettings } from './scope.js';

/** One database transaction, under one scope. */
export interface Transaction {
  readonly scope: Scope;
  /**
   * Sends one statement and resolves with its rows, also those of `… returning`. `bigint` and `numeric` come as
   * strings, `date` as 'YYYY-MM-DD', `timestamptz` as Date. Rejects with the driver's error.
   */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
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
    const afterCommit: (() => void)[] = [];
    try {
      await runner.connect();
      await runner.startTransaction();
      const tx = transactionOver(runner, scope, afterCommit);
      await tx.query(
        `select set_config('jiangtu.scope', $1, true), set_config('jiangtu.school', $2, true),
                set_config('transaction_timeout', $3, true)`,
        [...scopeSettings(scope), String(TRANSACTION_TIMEOUT_MS)],
      );
      const result = await work(tx);
      await runner.commitTransaction();
      afterCommit.forEach((callback) => callback());
      return result;
    } catch (error) {
      await rollBack(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** A broken connection cannot roll back, and need not: the server has. The first error is the one to tell. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}

function transactionOver(runner: QueryRunner, scope: Scope, afterCommit: (() => void)[]): Transaction {
  return {
    scope,
    query: async <Row>(sql: string, parameters?: unknown[]) =>
      (await runner.query(sql, parameters, true)).records as Row[],
    afterCommit: (callback) => void afterCommit.push(callback),
  };
}
