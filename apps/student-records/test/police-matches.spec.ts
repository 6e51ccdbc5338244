// Budget: 20 s: students are registered one by one.
import type { Person } from '#contracts';
import type { TestService } from '#testing';
import {
  checkedIn,
  registered,
  schoolsKnown,
  schoolState,
  show,
  somebody,
  startStudentRecords,
} from './check-ins.js';

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState());
  await schoolsKnown(service, 1);
});
afterAll(() => service?.close());

const someone = async () => {
  const person = somebody();
  const sex = Number(person.idNumber[16]) % 2 === 1 ? ('1' as const) : ('2' as const);
  const [{ registrationId }] = (await registered(service, checkedIn({ person: { ...person, sex } }))) as [
    any,
  ];
  return { person, registrationId: String(registrationId) };
};
let serial = 0;
const result = ({ name, idNumber }: Person, over: object = {}) => ({
  matchNumber: `GA-${++serial}`,
  idNumber,
  name,
  outcome: 'MATCHED',
  matchedAt: '2026-09-02T00:00:00.000Z',
  source: '市公安局人口库',
  ...over,
});
const deliver = async (...results: object[]) =>
  (await service.as('police-exchange').post('/police-matches/deliver', { results })).body;
const verificationOf = async (id: string) => (await show(service, id)).verification;

describe('What the police say of an identity', () => {
  it('verifies it, once for a number, and by the newest comparison in whichever order they come', async () => {
    const { person, registrationId } = await someone();
    const matched = result(person);
    expect(await deliver(matched)).toEqual({ accepted: 1, unchanged: 0, refused: [] });
    expect(await verificationOf(registrationId)).toBe('POLICE_MATCHED');
    expect(await deliver(matched)).toEqual({ accepted: 0, unchanged: 1, refused: [] });
    expect(await deliver({ ...matched, outcome: 'MISMATCH' })).toMatchObject({
      accepted: 0,
      refused: [{ id: matched.matchNumber, code: 'match-number-taken' }],
    });
    const older = result(person, { outcome: 'MISMATCH', matchedAt: '2026-09-01T00:00:00.000Z' });
    expect(await deliver(older)).toMatchObject({ accepted: 1 });
    expect(await verificationOf(registrationId)).toBe('POLICE_MATCHED');
    const path = `/registrations/${registrationId}/police-matches`;
    expect((await service.as('school-registrar', 'S001').get(path)).body.items).toMatchObject([
      { outcome: 'MATCHED', counts: true },
      { outcome: 'MISMATCH', counts: false },
    ]);
    expect((await service.as('school-registrar', 'S002').get(path)).status).toBe(404);
    const kept = JSON.stringify(await service.query('select * from police_matches'));
    expect(kept).not.toContain(person.idNumber);
    expect(kept).not.toContain(person.name);
  });

  it('holds up the approval where it does not match, until the identity is corrected and compared anew', async () => {
    const { person, registrationId } = await someone();
    await deliver(result(person, { outcome: 'MISMATCH' }));
    const approve = async () =>
      (
        await service
          .as('city-officer')
          .post('/registrations/batch-approve', { registrationIds: [registrationId] })
      ).body;
    expect(await approve()).toMatchObject({ refused: [{ code: 'identity-mismatch' }] });
    const identity = { name: '样例更正', idType: 'RESIDENT_ID', idNumber: person.idNumber };
    const correction = await service
      .as('school-registrar', 'S001')
      .post(`/registrations/${registrationId}/correct-identity`, { identity, reason: '姓名录入有误' });
    expect(correction.body).toMatchObject({ verification: 'FORMAT' });
    const late = result(person, { matchedAt: '2026-09-03T00:00:00.000Z' });
    expect(await deliver(late)).toMatchObject({ refused: [{ code: 'match-of-another-name' }] });
    expect(await deliver(result({ ...person, name: '样例更正' }))).toMatchObject({ accepted: 1 });
    expect(await verificationOf(registrationId)).toBe('POLICE_MATCHED');
    expect(await approve()).toMatchObject({ accepted: 1 });
  });

  it('is refused of nobody and of tomorrow, and the rest of the delivery is stored by as many statements', async () => {
    const { person } = await someone();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const answer = await deliver(
      result(somebody()),
      result(person, { idNumber: '510202199001010010' }),
      result(person, { matchedAt: tomorrow }),
      result(person),
    );
    expect(answer.accepted).toBe(1);
    expect(answer.refused.map(({ code }: { code: string }) => code)).toEqual([
      'person-unknown',
      'person-unknown',
      'match-in-the-future',
    ]);
    const [two, others] = [[await someone(), await someone()], [await someone(), await someone(), await someone(), await someone()]]; // prettier-ignore
    const countOf = (people: { person: Person }[]) =>
      service.countStatements(() => deliver(...people.map((each) => result(each.person))));
    expect(await countOf(others)).toBe(await countOf(two));
  });
});
