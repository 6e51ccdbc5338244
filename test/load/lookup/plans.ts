import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentiles } from '../usage.ts';
import type { Lookup } from './lookup.ts';

/** A statement and its plan, as they were executed. */
export interface Plan {
  ms: number;
  /** begins with the text of the statement */
  plan: string;
}

/**
 * The plans of whatever the running service sends to its database while `work` goes on: auto_explain writes them into
 * the server's log as they are executed, so no statement is copied out of the code.
 */
export async function plansOf(
  { platform, inDatabase }: Lookup,
  work: () => Promise<unknown>,
): Promise<Plan[]> {
  const { log } = platform.processes.running('postgres')!;
  const explain = (ms: number) =>
    inDatabase(async (client) => {
      await client.query(`alter system set auto_explain.log_min_duration = ${ms}`);
      await client.query('select pg_reload_conf()');
    });
  await explain(0);
  await sleep(500); // a session reads its settings again before its next statement
  const from = statSync(log).size;
  try {
    await work();
  } finally {
    await explain(-1);
  }
  return readPlans(readFileSync(log).subarray(from).toString('utf8'));
}

function readPlans(text: string): Plan[] {
  const entries = text.split(/^(?=\S+ \S+ \S+ \[\d+\] )/m);
  return entries.flatMap((entry) => {
    const [, ms, plan = ''] = /LOG: {2}duration: ([\d.]+) ms {2}plan:\n([^]*)/.exec(entry) ?? [];
    if (ms === undefined || isNoise(plan)) return [];
    return [{ ms: Number(ms), plan: plan.replace(/^\t/gm, '').trimEnd() }];
  });
}

/** What every service asks all the time, and what belongs to the bench. */
const isNoise = (plan: string) =>
  /set_config|from outbox|pg_advisory|auto_explain|bench_sample/i.test(plan.split('\n->')[0]!);

/**
 * Of the questions among the plans: milliseconds in the database and blocks of one, of those that found a certificate
 * and of those that did not. Unlike what a caller waits, it hardly changes with what else the machine does.
 */
export function databaseTimes(plans: Plan[]) {
  const questions = plans.filter(({ plan }) => /where (number|id)_and_name = /.test(plan)).map(questionOf);
  return Object.fromEntries(
    [...Map.groupBy(questions, ({ found }) => (found ? 'found' : 'not found'))].map(([name, of]) => [
      name,
      {
        ms: percentiles(of.map(({ ms }) => ms)),
        blocksInMemory: mean(of.map(({ hit }) => hit)),
        blocksRead: mean(of.map(({ read }) => read)),
      },
    ]),
  );
}

/** The first line with figures is that of the whole statement. */
function questionOf({ ms, plan }: Plan) {
  const [, rows] = /actual time=\S+ rows=([\d.]+)/.exec(plan) ?? [];
  const [, hit, read] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan) ?? [];
  return { ms, found: Number(rows) > 0, hit: Number(hit ?? 0), read: Number(read ?? 0) };
}

const mean = (values: number[]) =>
  Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1));
