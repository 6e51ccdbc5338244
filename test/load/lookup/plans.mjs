import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './fill.mjs';

/**
 * The plans of whatever the running service sends to its database while `work` goes on: auto_explain writes them into
 * the server's log as they are executed, so no statement is copied out of the code.
 * @returns {Promise<{ ms: number, plan: string }[]>} each begins with the text of the statement
 */
export async function plansOf({ postgres, processes }, work) {
  const { log } = processes.running('postgres');
  const explain = (ms) =>
    withClient(postgres.url({ database: 'postgres' }), async (client) => {
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

function readPlans(text) {
  const entries = text.split(/^(?=\S+ \S+ \S+ \[\d+\] )/m);
  return entries.flatMap((entry) => {
    const found = /LOG: {2}duration: ([\d.]+) ms {2}plan:\n([^]*)/.exec(entry);
    if (!found) return [];
    const plan = found[2].replace(/^\t/gm, '').trimEnd();
    return isNoise(plan) ? [] : [{ ms: Number(found[1]), plan }];
  });
}

/** What every service asks all the time, and what belongs to the bench. */
const isNoise = (plan) =>
  /set_config|from outbox|pg_advisory|auto_explain|bench_sample/i.test(plan.split('\n->')[0]);
