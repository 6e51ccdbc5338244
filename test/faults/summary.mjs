/** A run in numbers, as docs/reliability.md tells them. */
export function summaryOf({ seed, faults, missed, rounds, findings }, startedAt) {
  const sum = (name) => rounds.reduce((total, round) => total + round[name], 0);
  const level = rounds.map(({ levelAfterMs }) => levelAfterMs);
  return {
    seed,
    faults: Object.values(faults).reduce((total, count) => total + count, 0),
    faultsByKind: faults,
    faultsMissed: missed,
    rounds: rounds.length,
    graduated: sum('graduated'),
    revoked: sum('revoked'),
    rejected: sum('rejected'),
    requestsRepeated: sum('retries'),
    lettersRedriven: sum('redriven'),
    records: rounds.at(-1)?.records ?? 0,
    studentsLeft: rounds.at(-1)?.studentsLeft,
    levelAfterSeconds: {
      mean: inSeconds(sum('levelAfterMs') / rounds.length),
      max: inSeconds(Math.max(...level)),
    },
    seconds: Math.round((Date.now() - startedAt) / 1_000),
    findings,
  };
}

const inSeconds = (milliseconds) => Math.round(milliseconds / 100) / 10;
