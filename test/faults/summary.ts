import type { Round, Summary } from './run.ts';

/** A run in numbers, as docs/reliability.md tells them. */
export function summaryOf({ seed, faults, missed, rounds, findings }: Summary, startedAt: number) {
  const sum = (name: keyof Omit<Round, 'findings'>) =>
    rounds.reduce((total, round) => total + round[name], 0);
  const caughtUp = rounds.map(({ caughtUpAfterMs }) => caughtUpAfterMs);
  return {
    seed,
    faults: Object.values(faults).reduce((total, count) => total + count, 0),
    faultsByKind: faults,
    faultsMissed: missed,
    rounds: rounds.length,
    graduated: sum('graduated'),
    revoked: sum('revoked'),
    rejected: sum('rejected'),
    released: sum('released'),
    noShows: sum('noShows'),
    transferred: sum('transferred'),
    merged: sum('merged'),
    requestsRepeated: sum('retries'),
    lettersRedriven: sum('redriven'),
    records: rounds.at(-1)?.records ?? 0,
    studentsLeft: rounds.at(-1)?.studentsLeft,
    caughtUpAfterSeconds: {
      mean: inSeconds(sum('caughtUpAfterMs') / rounds.length),
      max: inSeconds(Math.max(...caughtUp)),
    },
    seconds: Math.round((Date.now() - startedAt) / 1_000),
    findings,
  };
}

const inSeconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;
