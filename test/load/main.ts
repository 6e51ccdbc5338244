// `npm run bench`: how fast a graduation becomes a certificate, beside the same work without a framework.
import path from 'node:path';
import { progress } from '../../deploy/local/progress.ts';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { keeperIn, machine, readSizes, wholeNumber } from './command.ts';
import { startBenchPlatform } from './platform.ts';
import { inWords, ratiosOf } from './report.ts';
import { PARTS, runBench, type Sizes } from './run.ts';

const ALL_PARTS = [...Object.keys(PARTS), 'latency', 'yardstick'];
/** What two states of the project are compared by. */
const COMPARED = ['rate', 'latency'];

const { json, ...options } = readSizes(
  'bench',
  { graduates: 20_000, rounds: 2, rate: 800, seconds: 25, students: 5_000 },
  ['json', 'parts', 'earlier', 'profile', 'against'],
);
const sizes: Sizes = {
  ...options,
  profile: options.profile && path.resolve(options.profile),
  against: options.against && path.resolve(options.against),
  parts: options.parts?.split(',') ?? (options.against ? COMPARED : ALL_PARTS),
  earlier: (options.earlier ?? '10000,1000000')
    .split(',')
    .map((count) => wholeNumber(count, '--earlier takes whole numbers, joined by commas.')),
};
const unknown = sizes.parts.find((part) => !ALL_PARTS.includes(part));
if (unknown) throw new UserFacingError(`There is no part ${unknown}, only ${ALL_PARTS.join(', ')}.`);

const about = { machine: machine(), sizes };
const keep = keeperIn(json);
const platform = await startBenchPlatform(
  sizes.profile
    ? {
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.track_planning': 'on',
      }
    : {},
);
progress('the servers are up');
try {
  const results = await runBench(platform, sizes, (known) =>
    keep({ ratios: ratiosOf(known), ...about, ...known }),
  );
  console.log(inWords(about.machine, results));
} finally {
  await platform.stop();
}
process.exit(0);
