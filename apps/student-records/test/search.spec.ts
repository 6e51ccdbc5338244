// Budget: 20 s: a service of its own, and thirteen filters.
import type { Transaction } from '#database';
import { commonProblems } from '#runtime';
import { type TestService, withClient } from '#testing';
import { yearOfStudy } from '../src/domain/year-of-study.js';
import { registrationList } from '../src/registrations/registration-list.js';
import { SELECT_REGISTRATIONS, showing } from '../src/registrations/registration-rows.js';
import { inYearOfStudy } from '../src/year-of-study-sql.js';
import {
  checkedIn,
  registered,
  schoolsKnown,
  schoolState,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const employer = { uscc: '91500000MA5U00001X', name: '样例机械有限公司' };

describe('A registrar', () => {
  let service: TestService;
  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const officer = () => service.as('city-officer');
  const found = async (query: string, asker = officer()) => {
    const { status, body } = await asker.get(`/registrations?${query}`);
    expect(status).toBe(200);
    return body.items.map(({ name }: { name: string }) => name);
  };
  const reject = (selection: object) =>
    officer().post('/registrations/batch-reject', { reason: '材料不全', ...selection });
  const worker = somebody({ name: '单田芳', sex: '1', hukouRegion: '500103' });

  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState('S001'), schoolState('S002', 1, '样例二', { authorityCode: '500103' }));
    await schoolsKnown(service, 2);
    await registered(
      service,
      checkedIn({
        person: worker,
        studyMode: 'PART_TIME',
        sourceType: 'ENTERPRISE_EMPLOYEE',
        tags: ['VETERAN'],
        employer,
        year: 2025,
        season: 'SPRING',
        startOn: '2025-03-01',
        level: 'TECHNICIAN',
        major: { catalogueVersion: '2022', majorCode: '0203-3', name: '电气自动化' },
      }),
      checkedIn({ person: somebody({ name: '王小明', sex: '2' }) }),
      checkedIn({ person: somebody({ name: '阿依·买买提' }), schoolCode: 'S002' }),
    );
  });
  afterAll(() => service?.close());

  it.each([
    'name=单',
    'name=shantf',
    'name=shantianf',
    'name=stf',
    'studyMode=PART_TIME',
    'level=TECHNICIAN&level=PREP_TECHNICIAN',
    'majorCode=0203-3',
    'year=2025&season=SPRING',
    'sourceType=ENTERPRISE_EMPLOYEE',
    'tag=VETERAN',
    `employerUscc=${employer.uscc}`,
    'hukouRegion=500103',
    'startOnFrom=2025-01-01&startOnTo=2025-12-31',
  ])('finds a student by %s', async (query) => {
    expect(await found(query)).toEqual(query.includes('shantf') ? [] : ['单田芳']);
  });

  it('finds by sex, year of study, and the authority over the school', async () => {
    expect(await found('sex=2')).toEqual(['王小明']);
    expect(await found('authorityCode=500103')).toEqual(['阿依·买买提']);
    expect(await found('studyYear=1')).toEqual([]);
  });

  it('finds a student under a former name, in characters and in letters', async () => {
    const [{ holder }] = (await service.query(
      `select person_id as holder from persons where name = '王小明'`,
    )) as [{ holder: string }];
    await service.query(
      `insert into person_names (person_id, change_id, name, name_pinyin, name_initials, sex, birth_date, valid_to)
       values ($1, gen_random_uuid(), '仇英', 'qiuying', 'qy', '2', '1990-01-01', '2026-01-01')`,
      [holder],
    );
    for (const name of ['仇', 'qiuy', 'qy']) expect(await found(`name=${name}`)).toEqual(['王小明']);
    expect(await found('name=qiuz')).toEqual([]);
  });

  it('sorts by name as it is read, by start, and by number, and pages on from where a page ends', async () => {
    expect(await found('sort=name')).toEqual(['阿依·买买提', '单田芳', '王小明']);
    expect((await found('sort=-startOn'))[0]).toBe('单田芳');
    expect(await found('sort=studentNo')).toHaveLength(3);
    const first = (await officer().get('/registrations?sort=name&limit=2')).body;
    expect(await found(`sort=name&limit=2&cursor=${first.nextCursor}`)).toEqual(['王小明']);
  });

  it('finds a student by the document number, which stands in no address, within reach and masked', async () => {
    const document = { idType: 'RESIDENT_ID', idNumber: worker.idNumber.toLowerCase() };
    const { body } = await registrar().post('/registrations/find-by-document', document);
    expect(body.items).toMatchObject([{ name: '单田芳', idNumber: expect.stringMatching(/^5102\*{10}\d/) }]);
    expect((await registrar('S002').post('/registrations/find-by-document', document)).body).toEqual({
      items: [],
    });
    expect((await officer().get(`/registrations?idNumber=${worker.idNumber}`)).status).toBe(422);
    const wrong = { idType: 'RESIDENT_ID', idNumber: '510202199001010019' };
    const refused = await officer().post('/registrations/find-by-document', wrong);
    expect(refused.body).toMatchObject({ status: 422, errors: [{ path: 'idNumber' }] });
  });

  it('finds by the year of study whom the rule counts to be in it', async () => {
    const students = ['2023-09-01', '2024-02-29', '2025-03-31', '2025-09-15', '2026-10-01'].flatMap(
      (startOn) =>
        [undefined, 20, 400].flatMap((daysAway) =>
          [undefined, 1].flatMap(
            (repeats) =>
          (['ACTIVE', 'ON_LEAVE'] as const).map((state) => ({ startOn, daysAway, repeats, state, stateSince: '2026-01-15' })), // prettier-ignore
          ),
        ),
    );
    const rows = students.map(({ startOn, daysAway, repeats, state, stateSince }, n) => ({ n, start_on: startOn, days_away: daysAway, repeats, state, state_since: stateSince })); // prettier-ignore
    for (const on of ['2026-01-10', '2026-08-31', '2026-09-01', '2028-02-29'])
      for (const year of [1, 2, 3, 4]) {
        const sent: unknown[] = [JSON.stringify(rows)];
        const condition = inYearOfStudy(year, on, (value) => `$${sent.push(value)}`);
        const asked = await service.query<{ n: number }>(
          `select n from json_to_recordset($1) as student (n int, start_on date, days_away int, repeats int, state text, state_since date)
           where ${condition} order by n`,
          sent,
        );
        const counted = students.flatMap((student, n) => (yearOfStudy(student, on) === year ? [n] : []));
        expect({ on, year, found: asked.map(({ n }) => n) }).toEqual({ on, year, found: counted });
      }
  });

  it.each([
    ['name=shant', /persons_by_pinyin/],
    ['name=stf', /persons_by_initials/],
    ['hukouRegion=500103', /persons_by_region/],
    ['limit=1&sort=studentNo', /registrations_by_student_no_order.*\n +Index Cond: .*>/],
    ['limit=1&sort=name', /persons_by_name_order.*\n +Index Cond: .*>=/],
  ])('who looks for %s has it looked up by an index, also in a district', async (query, index) => {
    const plan = await withClient(service.environment.DATABASE_URL!, async (client) => {
      await client.query(`begin; set local jiangtu.scope = 'district'; set local jiangtu.district = '500103'; set local enable_seqscan = off; set local enable_sort = off`); // prettier-ignore
      const plans: string[] = [];
      const tx = {
        query: async (sql: string, values: unknown[]) => {
          const { rows } = await client.query(`explain ${sql}`, values);
          plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
          return (await client.query(sql, values)).rows;
        },
      } as unknown as Transaction;
      const asked = registrationList.query.parse(Object.fromEntries(new URLSearchParams(query)));
      const source = { select: SELECT_REGISTRATIONS, shown: showing(), itemOf: (row: object) => row };
      const { nextCursor } = await registrationList.page(tx, asked, source);
      await registrationList.page(tx, { ...asked, cursor: nextCursor }, source);
      return plans.at(-1)!;
    });
    expect(plan).toMatch(index);
  });

  describe('selecting by a filter', () => {
    it('does nothing where another number is left than was expected', async () => {
      const answer = await reject({ filter: { year: 2023 }, expectedCount: 1 });
      expect(answer).toMatchObject({
        status: commonProblems['selection-changed'].status,
        body: { code: 'selection-changed', title: expect.stringContaining('现有 2 条') },
      });
      expect(await found('state=REJECTED')).toEqual([]);
    });

    it('counts and takes what is within reach alone', async () => {
      const leave = { type: 'LEAVE', reasonCode: 'ILLNESS', effectiveOn: '2026-03-01', evidence: '证明1' };
      const asked = { ...leave, returnExpectedOn: '2026-09-01', filter: {} };
      const [ofOther, ofBoth] = [1, 3].map((expectedCount) =>
        registrar('S002').post('/status-changes', { ...asked, expectedCount }),
      );
      expect((await ofOther)!.body).toMatchObject({ accepted: 0, refused: [{ code: 'not-active' }] });
      expect((await ofBoth)!.body.code).toBe('selection-changed');
    });

    it('says what is missing where neither ids nor a filter with its count are given, or both', async () => {
      const filter = { year: 2023 };
      const registrationIds = ['019aaf00-0000-7000-8000-000000000002'];
      for (const body of [{}, { filter }, { filter, expectedCount: 2, registrationIds }])
        expect((await reject(body)).body).toMatchObject({ status: 422, errors: [{ code: 'ids-or-filter' }] });
      expect((await reject({ filter: { idNumber: 'x' }, expectedCount: 1 })).status).toBe(422);
    });

    it('acts on those that the list shows under it, within reach, and once for a key', async () => {
      const filter = { state: 'SUBMITTED', startOnTo: '2024-12-31', name: 'wxm' };
      const key = { 'idempotency-key': 'b5e1b0a2-0000-4000-8000-000000000001' };
      for (let again = 0; again < 2; again++) {
        const answer = await officer().post(
          '/registrations/batch-reject',
          { filter, expectedCount: 1, reason: '材料不全' },
          undefined,
          key,
        );
        expect(answer.body).toMatchObject({ accepted: 1, refused: [] });
      }
      expect(await found('state=REJECTED')).toEqual(['王小明']);
    });
  });
});
