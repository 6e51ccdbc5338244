import { Transactions } from '#database';
import { dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import {
  checkedIn,
  draftBatch,
  registered,
  schoolsKnown,
  schoolState,
  somebody,
  startStudentRecords,
} from './check-ins.js';

describe('A district officer', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    const district = { authorityCode: '500112', authorityTier: 'DISTRICT' } as const;
    await service.receive(
      schoolState('S001', 1, '样例技工学校一', district),
      schoolState('S002', 1, '样例技工学校二', { ...district, authorityCode: '500113' }),
      schoolState('S003', 1, '样例技师学院三', { ...district, authorityTier: 'CITY' }),
      schoolState('S004', 1, '样例技师学院四', { regionCode: '500105' }),
      schoolState('S005', 1, '样例技工学校五', {
        ...district,
        authorityCode: '500105',
        regionCode: '500112',
      }),
    );
    await schoolsKnown(service, 5);
  });
  afterAll(() => service?.close());

  const officer = (district = '500112', person?: string) => service.as('district-officer', district, person);
  const decide = (action: 'approve' | 'reject', registrationIds: string[], district?: string) =>
    officer(district).post(`/registrations/batch-${action}`, {
      registrationIds,
      ...(action === 'reject' && { reason: '材料不全' }),
    });
  const registeredAt = async (schoolCode: string, over: object = {}) =>
    (await registered(service, checkedIn({ schoolCode, ...over })))[0]!.registrationId;

  const submittedBatch = async (schoolCode: string) => {
    const id = await registeredAt(schoolCode);
    await service.as('city-officer').post('/registrations/batch-approve', { registrationIds: [id] });
    const batchId = await draftBatch(service, [id], schoolCode);
    await service.as('school-registrar', schoolCode).post(`/graduation-batches/${batchId}/submit`);
    return batchId;
  };

  const approveBatch = async (schoolCode: string) =>
    officer().post(`/graduation-batches/${await submittedBatch(schoolCode)}/approve`);

  it('sees the registrations of the schools of their authority, and no others', async () => {
    const own = await registeredAt('S001');
    const others = [await registeredAt('S002'), await registeredAt('S009')];
    expect((await officer().get(`/registrations/${own}`)).body).toMatchObject({ schoolCode: 'S001' });
    for (const id of others) expect((await officer().get(`/registrations/${id}`)).status).toBe(404);
    const { items } = (await officer().get('/registrations?limit=1000')).body;
    expect(new Set(items.map(({ schoolCode }: any) => schoolCode))).toEqual(new Set(['S001']));
    expect((await officer('500114').get('/registrations')).body.items).toEqual([]);
  });

  it('approves and rejects the registrations of the schools of their tier', async () => {
    const [approved, rejected] = [await registeredAt('S001'), await registeredAt('S001')];
    const ofTheCity = await registeredAt('S003');
    const foreign = await registeredAt('S002');
    const ids = [approved, ofTheCity, foreign];
    expect((await decide('approve', ids)).body).toMatchObject({
      registrationIds: [approved],
      refused: [
        { id: ofTheCity, code: 'city-decides' },
        { id: foreign, code: 'not-found' },
      ],
    });
    expect((await decide('reject', [rejected, ofTheCity, foreign])).body).toMatchObject({
      registrationIds: [rejected],
      refused: [
        { id: ofTheCity, code: 'city-decides' },
        { id: foreign, code: 'not-found' },
      ],
    });
  });

  it('runs into a live registration at a school that they do not see', async () => {
    const person = somebody();
    const elsewhere = await registeredAt('S002', { person });
    const own = await registeredAt('S001', { person });
    expect((await decide('approve', [elsewhere], '500113')).body.accepted).toBe(1);
    expect((await decide('approve', [own])).body.refused).toMatchObject([
      { code: 'person-has-live-registration' },
    ]);
  });

  it('does not settle by a rejection what another district’s registration still disputes', async () => {
    const person = somebody();
    await registeredAt('S001', { person });
    const disputed = await registeredAt('S002', { person: { ...person, name: '另一人' } });
    const own = await registeredAt('S001', { person: { ...person, name: '又一人' } });
    expect((await decide('reject', [own])).body.accepted).toBe(1);
    const verification = async () =>
      (await service.as('city-officer').get(`/registrations/${disputed}`)).body.verification;
    expect(await verification()).toBe('MISMATCH');
    expect((await decide('reject', [disputed], '500113')).body.accepted).toBe(1);
    await eventually('the dispute is settled', async () => expect(await verification()).toBe('FORMAT'));
  });

  it('approves a graduation batch of a school of their tier, and none of the city’s or another district’s', async () => {
    expect(await approveBatch('S001')).toMatchObject({ status: 200, body: { graduated: 1 } });
    expect(await approveBatch('S003')).toMatchObject({ status: 403, body: { code: 'city-decides' } });
    expect(await approveBatch('S002')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  const OF_REGION = '500105';
  const ofRegion = () => officer(OF_REGION);
  const schoolsIn = async (path: string) =>
    new Set((await ofRegion().get(`${path}?limit=1000`)).body.items.map(({ schoolCode }: any) => schoolCode));
  const READ_ONLY = { status: 403, body: { code: 'other-authority' } };

  it('reads what lies in their region, of whichever authority, with persons, figures and history', async () => {
    const [ofTheCity, ofAnother] = [await registeredAt('S004'), await registeredAt('S005')];
    expect((await ofRegion().get(`/registrations/${ofTheCity}`)).body).toMatchObject({
      name: expect.any(String),
      schoolCode: 'S004',
    });
    expect((await ofRegion().get(`/registrations/${ofTheCity}/history`)).body.entries).toHaveLength(1);
    expect(await schoolsIn('/registrations')).toEqual(new Set(['S004', 'S005']));
    expect((await officer('500112').get(`/registrations/${ofAnother}`)).body).toMatchObject({
      schoolCode: 'S005',
    });
    expect((await officer('500114').get(`/registrations/${ofTheCity}`)).status).toBe(404);
    await submittedBatch('S004');
    expect(await schoolsIn('/graduation-batches')).toEqual(new Set(['S004']));
    const stock = (await ofRegion().get(`/figures/stock?by=schoolCode&asOf=${dayInChina(new Date())}`)).body;
    expect(JSON.stringify(stock)).toContain('S004');
    expect(JSON.stringify(stock)).not.toContain('S003');
  });

  it('decides and changes nothing that only lies in their region, and is told so', async () => {
    const [own, ofTheCity, unseen] = [
      await registeredAt('S005'),
      await registeredAt('S004'),
      await registeredAt('S002'),
    ];
    const refused = [
      { id: ofTheCity, code: 'other-authority' },
      { id: unseen, code: 'not-found' },
    ];
    expect((await decide('approve', [own, ofTheCity, unseen], OF_REGION)).body).toMatchObject({
      registrationIds: [own],
      refused,
    });
    expect((await decide('reject', [ofTheCity, unseen], OF_REGION)).body).toMatchObject({
      accepted: 0,
      refused,
    });
    const batch = `/graduation-batches/${await submittedBatch('S004')}`;
    expect(await ofRegion().post(`${batch}/approve`)).toMatchObject(READ_ONLY);
    expect(await ofRegion().post(`${batch}/return`, { reason: '材料不全' })).toMatchObject(READ_ONLY);
    expect(await ofRegion().post('/supervision/runs', { schoolCode: 'S004' })).toMatchObject(READ_ONLY);
    expect((await service.as('city-officer').get(`/registrations/${ofTheCity}`)).body.state).toBe(
      'SUBMITTED',
    );
    const written = (table: string) =>
      service.app.get(Transactions).run({ kind: 'district', authorityCode: OF_REGION }, (tx) =>
        tx.query<{ school_code: string }>(
          `update ${table} set person_id = person_id where person_id in
             (select person_id from registrations where school_code in ('S004', 'S005')) returning
             (select school_code from registrations r where r.person_id = ${table}.person_id)`,
        ),
      );
    for (const table of ['persons', 'registrations'])
      expect(new Set((await written(table)).map((row) => row.school_code))).toEqual(new Set(['S005']));
  });

  it('reads in their region what came before regions were kept, once the school is told again', async () => {
    const id = await registeredAt('S004');
    await service.query(`update schools set region_code = null where school_code = 'S004'`);
    expect((await ofRegion().get(`/registrations/${id}`)).status).toBe(404);
    await service.receive(schoolState('S004', 1, '样例技师学院四', { regionCode: OF_REGION }));
    await eventually('the region is known', async () =>
      expect((await ofRegion().get(`/registrations/${id}`)).status).toBe(200),
    );
  });
});
