// `npm run bench:lookup`: what the public lookup costs when it holds very many certificates.
import { progress } from '../../../deploy/local/progress.ts';
import { keeperIn, machine, readSizes } from '../command.ts';
import { startBenchPlatform } from '../platform.ts';
import { plansOfEach } from './ask-each.ts';
import { startFilledLookup } from './filled-lookup.ts';
import { measureTakingIn } from './measure-taking-in.ts';
import { measureVerification } from './measure-verification.ts';
import { sampleSize } from './sample-people.ts';

const SERVER = {
  shared_buffers: '1GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_preload_libraries: 'auto_explain',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
};

const { json, rows, rate, seconds, states } = readSizes(
  'bench:lookup',
  { rows: 20_000_000, rate: 200, seconds: 20, states: 50_000 },
  ['json'],
);
const keep = keeperIn(json);
const results: Record<string, unknown> = { machine: machine(), rows };
const known = (part: object) => keep(Object.assign(results, part));
const platform = await startBenchPlatform(SERVER);
try {
  const sample = sampleSize(rows, rate * seconds);
  const { lookup, people, ...filling } = await startFilledLookup(platform, rows, sample);
  known(filling);
  progress(JSON.stringify(filling));
  known({ plans: await plansOfEach(lookup, people) });
  known({ verification: await measureVerification(lookup, people, { rate, seconds }) });
  known({ taking: await measureTakingIn(lookup, rows, states) });
} finally {
  await platform.stop();
}
process.exit(0);
