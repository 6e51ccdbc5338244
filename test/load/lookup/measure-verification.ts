import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { progress } from '../../../deploy/local/progress.ts';
import { cpuMsOfOne, measureCpu } from '../usage.ts';
import { type Lookup, untilSo } from './lookup.ts';
import { databaseTimes, plansOf } from './plans.ts';
import { CLOSED_LOOP, type Person } from './sample-people.ts';
import { askAt, askByCallers, type Asked, verify } from './verify-load.ts';

const CALLERS = 16;
const TIMED = ['cold', 'warm', 'warm, second time', 'warm, third time'];

/** Cold, and then three times warm, since the machine may have other things to do; then by one caller after the other. */
export async function measureVerification(
  lookup: Lookup,
  people: Person[],
  { rate, seconds }: { rate: number; seconds: number },
) {
  const { url } = lookup;
  const verification: Record<string, object> = {};
  await untilSo(
    'answers of a lookup that is caught up',
    async () => (await verify(url, people[0]!, 'hit')).told,
  );
  const some = people.slice(100, 100 + rate * seconds);
  const others = people.slice(-CLOSED_LOOP);
  await askAt(url, others.slice(0, rate * 2), rate); // compiles the code of the service
  const note = (name: string, found: object) => {
    verification[name] = found;
    progress(`${name}: ${JSON.stringify(found)}`);
  };
  await dropCaches(lookup);
  for (const name of TIMED) {
    let asked!: Asked;
    const plans = await plansOf(lookup, async () => (asked = await askAt(url, some, rate)));
    note(name, { ...asked, database: databaseTimes(plans) });
  }
  const cpu = measureCpu(lookup.processes());
  const asked = await askByCallers(url, others, CALLERS);
  note('as fast as it goes', { ...asked, cpuMsEach: cpuMsOfOne(cpu.stop(), others.length) });
  return verification;
}

/**
 * Lets PostgreSQL and the operating system forget the database's pages. Those of other programs stay: the machine may
 * be shared, so each file is named, which GNU dd can do without being root.
 */
async function dropCaches({ platform, inDatabase }: Lookup) {
  const files = await inDatabase(async (client) => {
    await client.query('checkpoint');
    await client.query('create extension if not exists pg_buffercache');
    await client.query('select pg_buffercache_evict_all()');
    const { rows } = await client.query<{ file: string; segments: number }>(`
      select current_setting('data_directory') || '/' || pg_relation_filepath(pg_class.oid) as file,
        ceil(pg_relation_size(pg_class.oid) / 1073741824.0)::int as segments
      from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace`);
    return rows.flatMap(({ file, segments }) =>
      Array.from({ length: segments }, (_, n) => (n === 0 ? file : `${file}.${n}`)),
    );
  });
  for (const file of files)
    await promisify(execFile)('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none'], { cwd: platform.dir }); // prettier-ignore
}
