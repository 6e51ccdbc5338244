import type { Transaction } from '#database';
import { commonProblems, Problem } from '#runtime';
import type { Actor } from '#security';
import { commandRequest } from './command-request.js';

/**
 * Does the work unless an earlier request with the same key has done it: then its answer is given again. The key is
 * taken in the transaction of the work, so a second request waits for one that is in hand, and what was rolled back
 * was never asked.
 * @throws Problem 409 idempotency-key-reused
 */
export async function once<T>(tx: Transaction, actor: Actor, work: () => Promise<T>): Promise<T> {
  const request = commandRequest();
  if (!request?.idempotency || request.written) return work();
  const { key, fingerprint } = request.idempotency;
  await tx.query(`select set_config('jiangtu.actor', $1, true)`, [actor.subject]);
  const taken = await tx.query(
    `insert into idempotency_keys (actor, key, fingerprint) values ($1, $2, $3)
     on conflict do nothing returning key`,
    [actor.subject, key, fingerprint],
  );
  if (taken.length === 0) {
    const answer = await answerTo<T>(tx, actor, request.idempotency);
    request.replayed = true;
    request.written = true;
    return answer;
  }
  const answer = await work();
  await tx.query('update idempotency_keys set answer = $3 where actor = $1 and key = $2', [
    actor.subject,
    key,
    JSON.stringify(answer),
  ]);
  return answer;
}

async function answerTo<T>(
  tx: Transaction,
  actor: Actor,
  { key, fingerprint }: { key: string; fingerprint: string },
): Promise<T> {
  const [first] = await tx.query<{ fingerprint: string; answer: string | null }>(
    'select fingerprint, answer from idempotency_keys where actor = $1 and key = $2',
    [actor.subject, key],
  );
  if (first?.fingerprint !== fingerprint) throw new Problem(commonProblems['idempotency-key-reused']);
  return (first.answer === null ? undefined : JSON.parse(first.answer)) as T;
}
