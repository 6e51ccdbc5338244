// Budget: 20 s: it registers thirty-one students, one more than the quota.
import type { TestService } from '#testing';
import { activeStudents, schoolsKnown, schoolState, show, startStudentRecords } from './check-ins.js';
import { importFile } from './import-file.js';

describe('An honour', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
    await schoolsKnown(service, 1);
  });
  afterAll(() => service?.close());

  const registrar = (school = 'S001') => service.as('school-registrar', school);
  const city = () => service.as('city-officer');
  const award = async (honourIds: string[]) =>
    (await city().post('/honours/batch-award', { honourIds, decisionNo: '渝人社发〔2026〕9号' })).body;

  it('is nominated by the school, awarded by the city within its thirty a year, published and withdrawn', async () => {
    const students = await activeStudents(service, 31);
    const nomination = { kind: 'OUTSTANDING_CADRE', year: 2026, merits: '学生会主席' };
    const { body } = await registrar().post('/honours', { registrationIds: students, ...nomination });
    expect(body).toMatchObject({ accepted: 31, refused: [] });
    const again = await registrar().post('/honours', { registrationIds: [students[0]], ...nomination });
    expect(again.body.refused).toMatchObject([{ code: 'nominated-already' }]);
    const awarded = await award(body.honourIds);
    expect(awarded).toMatchObject({ accepted: 30, refused: [{ code: 'honour-quota-used-up' }] });
    const cadres = async () => (await city().get('/honours/quotas?year=2026')).body.counts[1];
    expect(await cadres()).toEqual({ kind: 'OUTSTANDING_CADRE', quota: 30, nominated: 1, awarded: 30 });
    const [first] = awarded.honourIds;
    expect((await city().post('/honours/batch-publish', { honourIds: awarded.honourIds })).body).toMatchObject({ accepted: 30 }); // prettier-ignore
    const withdrawal = { honourIds: [first], decisionNo: '渝人社撤〔2026〕1号', reason: '材料不实' };
    expect((await city().post('/honours/batch-withdraw', withdrawal)).body).toMatchObject({ accepted: 1 });
    expect(await award([awarded.refused[0].id])).toMatchObject({ accepted: 1 });
    const listed = await registrar().get('/honours?state=WITHDRAWN');
    expect(listed.body.items).toMatchObject([{ honourId: first, year: 2026 }]);
    expect((await registrar('S002').get('/honours')).body.items).toEqual([]);
    const numbers = await Promise.all(
      students.slice(0, 2).map(async (each) => (await show(service, each)).studentNo),
    );
    const refused = await importFile(service, '/honours', [
      '学号,荣誉,年度,主要事迹',
      `${String(numbers[0])},优秀学生毕业生,2026,全国技能大赛三等奖`,
      `${String(numbers[1])},优秀毕业生干部,2026,学生会主席`,
    ]);
    expect(refused).toMatchObject([{ row: 3, code: 'nominated-already' }]);
    const nominated = await registrar().get('/honours?kind=OUTSTANDING_GRADUATE');
    expect(nominated.body.items).toMatchObject([
      { registrationId: students[0], merits: '全国技能大赛三等奖' },
    ]);
    expect((await service.anonymous.get('/honours')).status).toBe(401);
  });
});
