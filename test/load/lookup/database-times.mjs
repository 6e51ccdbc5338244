import { shares } from './verify-load.mjs';

/**
 * Of the questions among the plans: milliseconds in the database and blocks of one, of those that found a certificate
 * and of those that did not. Unlike what a caller waits, it hardly changes with what else the machine does.
 */
export function databaseTimes(plans) {
  const questions = plans.filter(({ plan }) => /where (number|id)_and_name = /.test(plan)).map(questionOf);
  return Object.fromEntries(
    Object.entries(Object.groupBy(questions, ({ found }) => (found ? 'found' : 'not found'))).map(
      ([name, of]) => [
        name,
        {
          ms: shares(of.map(({ ms }) => ms)),
          blocksInMemory: mean(of.map(({ hit }) => hit)),
          blocksRead: mean(of.map(({ read }) => read)),
        },
      ],
    ),
  );
}

/** The first line with figures is that of the whole statement. */
function questionOf({ ms, plan }) {
  const [, rows] = /actual time=\S+ rows=([\d.]+)/.exec(plan);
  const [, hit, read] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan);
  return { ms, found: Number(rows) > 0, hit: Number(hit ?? 0), read: Number(read ?? 0) };
}

const mean = (values) => Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1));
