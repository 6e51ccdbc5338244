import { CatalogueMajorState } from '#contracts';
import type { TestService } from '#testing';
import { applied, recruitingSchool, startEnrolment } from './recruiting.js';

const major = (name: string, further: object = {}) => ({ majorCode: '0201', name, levels: ['SENIOR'], ...further }); // prettier-ignore

describe('The catalogue of majors', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startEnrolment();
  });
  afterAll(() => service?.close());

  const city = () => service.as('city-officer');
  const load = (
    catalogueVersion: string,
    effectiveFrom: string,
    majors: object[] = [major(catalogueVersion)],
  ) => city().post('/catalogue/versions', { catalogueVersion, effectiveFrom, majors });
  const correct = (version: string, majors: object[]) =>
    city().post(`/catalogue/versions/${version}/correct`, { majors, reason: '名称有误' });
  const on = async (day: string) =>
    (await city().get(`/catalogue/majors?asOf=${day}`)).body.items.map(({ name }: { name: string }) => name);

  it('is in force by its date, and never by the text of its name', async () => {
    await load('bg-9', '2020-01-01');
    await load('bg-10', '2024-01-01');
    await load('bg-1', '2022-01-01');
    expect([
      await on('2019-12-31'),
      await on('2020-01-01'),
      await on('2023-12-31'),
      await on('2024-01-01'),
    ]).toEqual([[], ['bg-9'], ['bg-1'], ['bg-10']]);
  });

  it('is corrected until its day with a reason, and then only by another version', async () => {
    await load('bg-11', '2098-01-01');
    const successor = { majorCode: '0202', name: '后继', levels: ['SENIOR'] };
    const closed = major('更正', { status: 'CLOSED', successorCode: '0202' });
    expect(await correct('bg-11', [closed, successor])).toMatchObject({ status: 200, body: { majors: 2 } });
    expect(await correct('bg-10', [major('更正')])).toMatchObject({
      status: 409,
      body: { code: 'catalogue-in-force' },
    });
    expect(await correct('bg-11', [major('更正', { successorCode: '0999' })])).toMatchObject({
      status: 422,
      body: { code: 'unknown-successor', errors: [{ path: 'majors.0.successorCode' }] },
    });
    const events = await service.published(CatalogueMajorState);
    expect(events.filter(({ subject }) => subject.startsWith('bg-11:'))).toMatchObject([
      { subject: 'bg-11:0201', version: 1, data: { status: 'ACTIVE', effectiveFrom: '2098-01-01' } },
      { subject: 'bg-11:0201', version: 2, data: { status: 'CLOSED', successorCode: '0202', name: '更正' } },
      { subject: 'bg-11:0202', version: 1, data: { name: '后继' } },
    ]);
  });

  it('closes an offering only after it was stopped and left by everybody, and reopens it with a reason', async () => {
    const { offeringId } = await recruitingSchool(service, 'S001', 3);
    const same = { schoolCode: 'S001', catalogueVersion: 'v1', majorCode: '0106', level: 'SENIOR', mode: 'FULL_TIME' }; // prettier-ignore
    const open = async () => (await city().post('/offerings/batch', { offerings: [same] })).body;
    const move = (act: string, body?: object) => city().post(`/offerings/${offeringId}/${act}`, body);
    const reason = { reason: '产业调整' };
    expect(await open()).toMatchObject({ accepted: 1, opened: 0, offeringIds: [offeringId] });
    const applicationId = await applied(service, 'S001', offeringId);
    await service.as('school-admissions', 'S001').post(`/applications/${applicationId}/admit`);
    expect(await move('stop')).toMatchObject({ status: 422 });
    await move('stop', reason);
    expect(await open()).toMatchObject({ accepted: 0, opened: 0, refused: [{ code: 'offering-stopped' }] });
    expect(await move('close', reason)).toMatchObject({ body: { code: 'offering-has-live-students' } });
    expect(await move('reopen', reason)).toMatchObject({ status: 200, body: { status: 'ACTIVE' } });
    const others = { ...same, mode: 'PART_TIME' };
    const [other] = (await city().post('/offerings/batch', { offerings: [others] })).body.offeringIds;
    await city().post(`/offerings/${other}/stop`, reason);
    expect(await city().post(`/offerings/${other}/close`, reason)).toMatchObject({
      body: { status: 'CLOSED' },
    });
    const { items } = (await city().get('/offerings?offeringStatus=CLOSED')).body;
    expect(items).toMatchObject([{ offeringId: other, status: 'CLOSED' }]);
  });
});
