import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { withClient } from './fill.mjs';

/**
 * Lets PostgreSQL and the operating system forget the database's pages. Those of other programs stay: the machine may
 * be shared, so each file is named, which GNU dd can do without being root.
 */
export async function dropCaches({ postgres, dir }, url) {
  const files = await withClient(url, async (client) => {
    await client.query('checkpoint');
    const { rows } = await client.query(`
      select current_setting('data_directory') || '/' || pg_relation_filepath(pg_class.oid) as file,
        ceil(pg_relation_size(pg_class.oid) / 1073741824.0)::int as segments
      from pg_class where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace`);
    return rows.flatMap(({ file, segments }) =>
      Array.from({ length: segments }, (_, n) => (n === 0 ? file : `${file}.${n}`)),
    );
  });
  await withClient(postgres.url({ database: 'postgres' }), async (client) => {
    await client.query('create extension if not exists pg_buffercache');
    await client.query('select pg_buffercache_evict_all()');
  });
  for (const file of files)
    await promisify(execFile)('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none'], { cwd: dir }); // prettier-ignore
}
