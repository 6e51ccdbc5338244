import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { readSettings } from '#runtime';
import { Sealer } from '#security';
import type * as persons from '../../../apps/student-records/src/persons/person-vault.ts';
import { chunksOf } from '../../../deploy/local/cohort/groups.ts';
import { idNumber } from '../../harness/applicants.ts';
import { built } from '../command.ts';
import { load } from '../databases.ts';
import { LAST_YEAR, MORE_OF_THEM, REGISTER } from './register-sql.ts';

export const SCHOOLS = 41;
const SURNAMES = '王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许邓韩冯曹';
const GIVEN = '伟芳娜敏静强磊洋勇艳杰娟涛明超霞平刚桂英华玉兰文建国晓丽红梅鑫宇浩轩';

/**
 * The register of a city of so many students, of whom a fifth entered in each of the five school years until now. Who entered in the
 * last three studies, the others have graduated; one in twenty was on leave for half a year, one in a hundred is now. Names, regions and
 * classes are spread as unevenly as in life. Persons are sealed by the code of the service, which opens them again; the rest is
 * made of them in the database.
 */
export async function fillRegister(client: pg.Client, settings: Record<string, string>, students: number) {
  const { PersonVault } = await built<typeof persons>('apps/student-records/src/persons/person-vault.js');
  const vault = new PersonVault(new Sealer(readSettings(settings)));
  for (const some of chunksOf(
    Array.from({ length: students }, (_, n) => n),
    5_000,
  )) {
    const people = some.map((n) => vault.sealed(uuidv7(), personOf(n)));
    await insert(client, 'persons', people.map(({ row }) => row)); // prettier-ignore
    await insert(client, 'data_keys', people.flatMap(({ keys }) => keys)); // prettier-ignore
  }
  await load(client, () => client.query(REGISTER({ students, schools: SCHOOLS, lastYear: LAST_YEAR })));
  await client.query('vacuum (analyze)');
  const began = performance.now();
  await load(client, () => client.query(MORE_OF_THEM));
  await client.query('vacuum (analyze)');
  return { ledgerSeconds: Math.round((performance.now() - began) / 1_000) };
}

const insert = (client: pg.Client, table: string, rows: object[]) => {
  const columns = Object.keys(rows[0]!).join(', ');
  return load(client, () =>
    client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    ),
  );
};

/** One of the characters, those in front far more often than those behind. */
const oftenFirst = (characters: string, n: number) => {
  const at = Math.floor(spread(n) ** 2 * characters.length);
  return characters.charAt(at);
};

/** From 0 to 1, without an order in `n`, and the same each time. */
const spread = (n: number) => (Math.imul(n ^ (n >>> 15), 0x2c1b3c6d) >>> 0) / 2 ** 32;

function personOf(n: number) {
  const number = idNumber(n);
  const given = oftenFirst(GIVEN, n + 1e6) + (n % 4 === 0 ? '' : oftenFirst(GIVEN, n + 2e6));
  return {
    name: oftenFirst(SURNAMES, n) + given,
    idType: 'RESIDENT_ID',
    idNumber: number,
    sex: n % 2 ? '1' : '2',
    birthDate: number.slice(6, 14).replace(/(....)(..)(..)/, '$1-$2-$3'),
    // of forty, the last ones rare
    hukouRegion: String(500101 + Math.floor(spread(n + 3e6) ** 2 * 40)),
  } as const;
}
