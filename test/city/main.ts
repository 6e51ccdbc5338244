// `npm run city`: a season of a whole city through the public APIs and imports, held against a count of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Registration } from '../../deploy/local/cohort/api.ts';
import { loadCity } from '../../deploy/local/cohort/load-city.ts';
import { until } from '../../deploy/local/cohort/until.ts';
import { readOptions } from '../../deploy/local/options.mjs';
import { progress } from '../../deploy/local/progress.ts';
import { UserFacingError } from '../../deploy/local/user-facing-error.mjs';
import { keeperIn, machine, machineInWords, markdown } from '../load/command.ts';
import { startBenchPlatform } from '../load/platform.ts';
import { startSystem } from '../load/system.ts';
import { compare } from './differences.ts';
import { inRows, POSTGRES_SETTINGS, startMeter } from './meter.ts';
import { SeasonPlay } from './play.ts';
import { inventSeason } from './season.ts';

const USAGE = 'npm run city -- [--scale 1] [--seed 2026] [--json FILE]';
/** Seats that are free are offered each minute. */
const A_MINUTE_MS = 65_000;
const TITLES = 'step|rows|s|rows/s|statements|of 1,000 rows|CPU ms of a row: service + PostgreSQL';

const given = readOptions(USAGE, { scale: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' } }); // prettier-ignore
const scale = Number(given.scale ?? 1);
const seed = Number(given.seed ?? 2026);
if (!(scale > 0 && scale <= 1)) throw new UserFacingError(`--scale is above 0 and at most 1. Usage: ${USAGE}`); // prettier-ignore

/** Of the last autumn that has begun: September is 243 days after New Year. */
const year = new Date(Date.now() - 243 * 86_400_000).getUTCFullYear();
const season = inventSeason({ seed, scale, year });
const about = machine();
const platform = await startBenchPlatform(POSTGRES_SETTINGS);
try {
  const system = await startSystem(platform);
  const enrolment = system.services().find(({ name }) => name === 'enrolment')!;
  const { api } = system;
  const { step, measured } = await startMeter(system.databases.enrolment, enrolment, system.servers);
  await loadCity(api, season.city, { progress });
  const registrars = api('student-records', 'city-officer');
  const registered = async () => (await registrars.all<Registration>('/registrations')).length;
  const play = new SeasonPlay(api, season, {
    step,
    offered: () => sleep(A_MINUTE_MS),
    settled: (checkedIn) =>
      until('registrations', async () => ({ seen: await registered(), wanted: checkedIn }), { progress, timeout: 600_000 }), // prettier-ignore
  });
  await play.play();
  const { states, differences } = await compare(api, season, play);
  console.log(machineInWords(about));
  console.log(markdown(TITLES.split('|'), inRows(measured)).join('\n'));
  console.log(`\nstates: ${JSON.stringify(states)}; rows refused by the import: ${play.refusedRows}`);
  for (const each of differences.slice(0, 20)) console.log(`不符 DIFFERENT: ${each}`);
  console.log(differences.length === 0 ? '相符 Every application and seat agrees with the count.' : `${differences.length} differences`); // prettier-ignore
  keeperIn(given.json)({ machine: about, scale, seed, measured, states, differences });
  process.exitCode = differences.length === 0 ? 0 : 1;
  await system.stop();
} finally {
  await platform.stop();
}
process.exit();
