// Budget: 20 s: check-ins, graduations and many decisions, each waited for.
import { IdentityCorrected, type Person, RegistrationApproved } from '#contracts';
import { eventually, type TestService } from '#testing';
import {
  checkedIn,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  show,
  type Shown,
  somebody,
  startStudentRecords,
} from './check-ins.js';

/** With the sex that the number says. */
function someone(name: string, over: Partial<Person> = {}): Person {
  const person = somebody({ name, ...over });
  return { ...person, sex: Number(person.idNumber[16]) % 2 === 1 ? '1' : '2' };
}
const typed = ({ name, idType, idNumber }: Person) => ({ name, idType, idNumber });
const papers = { evidence: '户籍变更证明〔2026〕12号', effectiveOn: '2026-09-01' };

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), schoolState('S002'));
  await schoolsKnown(service, 2);
});
afterAll(() => service?.close());

const registrar = (schoolCode = 'S001') => service.as('school-registrar', schoolCode);
const asking = () => service.as('city-officer', undefined, 'asks');
const deciding = () => service.as('city-officer', undefined, 'decides');
const checkIn = async (person: Person, schoolCode = 'S001') =>
  (await registered(service, checkedIn({ person, schoolCode })))[0]!;
const approve = async ({ registrationId }: Shown) =>
  (await service.as('city-officer').post('/registrations/batch-approve', { registrationIds: [registrationId] })).body; // prettier-ignore
async function active(person: Person, schoolCode = 'S001'): Promise<Shown> {
  const registration = await checkIn(person, schoolCode);
  expect(await approve(registration)).toMatchObject({ accepted: 1 });
  return show(service, registration.registrationId);
}
async function graduate(person: Person, schoolCode = 'S001'): Promise<Shown> {
  const registration = await active(person, schoolCode);
  await graduated(service, [registration.registrationId], schoolCode);
  return registration;
}

const correct = ({ personId }: Shown, identity: object, over: object = {}, schoolCode = 'S001') =>
  registrar(schoolCode).post(`/persons/${personId}/identity-corrections`, {
    identity,
    reasonCode: 'LEGAL_CHANGE',
    ...papers,
    ...over,
  });
const decide = (decision: 'approve' | 'reject', { body }: { body: { changeId: string } }) =>
  deciding().post(`/identity-changes/${body.changeId}/${decision}`, decision === 'reject' ? { reason: '材料不足' } : undefined); // prettier-ignore
async function corrected(registration: Shown, identity: object, over: object = {}) {
  const request = await correct(registration, identity, over);
  expect(request.status).toBe(201);
  expect(await decide('approve', request)).toMatchObject({ status: 200, body: { state: 'APPLIED' } });
  return request.body.changeId as string;
}
const told = ({ registrationId }: Shown, times = 1) =>
  eventually(`${times} corrections of ${registrationId}`, async () => {
    const events = (await service.published(IdentityCorrected)).filter(
      (each) => each.subject === registrationId,
    );
    expect(events).toHaveLength(times);
    return events;
  });

describe('The correction of an identity after the approval', () => {
  it('changes nothing before another officer has approved it, and then all registrations of the person', async () => {
    const person = someone('旧名甲');
    const former = await graduate(person, 'S002');
    const current = await active(person);
    expect(current.personId).toBe(former.personId);
    const request = await correct(current, { ...typed(person), name: '新名甲' });
    expect(request.body).toMatchObject({
      state: 'SUBMITTED',
      kind: 'CORRECTION',
      schoolCode: 'S001',
      old: { name: '旧名甲', idNumber: expect.stringMatching(/^5102\*+/) },
      new: { name: '新名甲' },
    });
    expect(await show(service, current.registrationId)).toMatchObject({ name: '旧名甲' });
    expect((await correct(current, { ...typed(person), name: '另一名' })).body.code).toBe(
      'identity-change-is-open',
    );
    expect(await decide('approve', request)).toMatchObject({ status: 200, body: { state: 'APPLIED' } });
    for (const each of [former, current]) {
      expect(await show(service, each.registrationId)).toMatchObject({ name: '新名甲' });
      const [event] = await told(each);
      expect(event).toMatchObject({
        key: person && current.personId,
        data: {
          applicationId: each.applicationId,
          identities: { old: { name: '旧名甲' }, new: { name: '新名甲', idNumber: person.idNumber } },
          reasonCode: 'LEGAL_CHANGE',
          evidenceNo: papers.evidence,
          effectiveOn: '2026-09-01',
        },
      });
    }
    expect((await registrar().get('/registrations?name=xinmingjia')).body.items).toHaveLength(1);
    const names = await service.query('select name, name_pinyin, valid_to from person_names where person_id = $1', [current.personId]); // prettier-ignore
    expect(names).toEqual([{ name: '旧名甲', name_pinyin: 'jiumingjia', valid_to: '2026-09-01' }]);
    const { entries } = (await registrar().get(`/registrations/${current.registrationId}/history`)).body;
    expect(entries.at(-1)).toMatchObject({ happened: 'follow-identity-change', state: 'ACTIVE', decisionNo: papers.evidence }); // prettier-ignore
    const kept = JSON.stringify(await service.query('select * from identity_changes_history'));
    expect(kept).not.toMatch(/名甲|510202/);
  });

  it('is not decided on by who asked for it, nor by another school, in the rule and in the table', async () => {
    const student = await active(someone('四眼甲'));
    const body = { identity: { ...typed(someone('四眼乙')) }, reasonCode: 'OFFICE_ERROR', ...papers };
    const request = await asking().post(`/persons/${student.personId}/identity-corrections`, body);
    const { changeId } = request.body;
    const own = await asking().post(`/identity-changes/${changeId}/approve`);
    expect(own).toMatchObject({ status: 403, body: { code: 'approver-is-submitter' } });
    await expect(
      service.query(`update identity_changes set approved_by = requested_by where change_id = $1`, [
        changeId,
      ]),
    ).rejects.toThrow(/approved_by_is_not_requested_by/);
    expect(
      (await registrar('S002').post(`/persons/${student.personId}/identity-corrections`, body)).status,
    ).toBe(404);
    expect((await registrar('S002').get('/identity-changes')).body.items).toEqual([]);
    expect(
      (await registrar('S002').post(`/identity-changes/${changeId}/withdraw`, { reason: '有误' })).status,
    ).toBe(404);
    expect(await decide('reject', request)).toMatchObject({ body: { state: 'REJECTED', rejectionReason: '材料不足' } }); // prettier-ignore
    expect(await show(service, student.registrationId)).toMatchObject({ name: '四眼甲' });
    const again = await correct(student, { ...typed(someone('四眼乙')) });
    const withdrawn = await registrar().post(`/identity-changes/${again.body.changeId}/withdraw`, { reason: '有误' }); // prettier-ignore
    expect(withdrawn.body).toMatchObject({ state: 'WITHDRAWN' });
    expect((await decide('approve', again)).body.code).toBe('identity-change-not-open');
  });

  it('gives a graduate another number, by which they are admitted again, and by the old one with a name of theirs', async () => {
    const [old, now] = [someone('改号甲'), someone('改号甲')];
    const former = await graduate(old);
    await corrected(former, typed(now), { reasonCode: 'OFFICE_ERROR' });
    const next = await active(now, 'S002');
    expect(next).toMatchObject({ personId: former.personId, verification: 'FORMAT' });
    const late = await checkIn(old);
    expect(late).toMatchObject({ personId: former.personId, idNumber: next.idNumber });
    expect((await approve(late)).refused).toMatchObject([{ code: 'person-has-live-registration' }]);
    const rightful = await active({ ...old, name: '号主' });
    expect(rightful.personId).not.toBe(former.personId);
    expect(await show(service, former.registrationId)).toMatchObject({ verification: 'FORMAT' });
    const documents = await service.query('select id_number, held_until from person_documents where person_id = $1', [former.personId]); // prettier-ignore
    expect(documents).toEqual([{ id_number: expect.stringMatching(/^d1\./), held_until: '2026-09-01' }]);
  });

  it('is refused with what to do for a number of another person, without a change, for a future day, and before the approval', async () => {
    const [one, other] = [someone('占号甲'), someone('占号乙')];
    const student = await active(one);
    await active(other, 'S002');
    const code = async (identity: object, over: object = {}) =>
      (await correct(student, identity, over)).body.code;
    expect(await code({ ...typed(other), name: one.name })).toBe('number-of-another-person');
    expect(await code(typed(one))).toBe('identity-unchanged');
    expect(await code({ ...typed(one), name: '占号丙' }, { effectiveOn: '2099-01-01' })).toBe('identity-change-in-the-future'); // prettier-ignore
    expect(await code({ ...typed(one), name: '占号丙' }, { refersTo: student.registrationId })).toBe('no-such-identity-change'); // prettier-ignore
    const waiting = await checkIn(someone('待审甲'));
    expect((await correct(waiting, typed(one))).body.code).toBe('identity-not-approved-yet');
  });

  it('that was made wrongly is corrected again with reference to it, and both former names find the person', async () => {
    const person = someone('原名丁');
    const student = await active(person);
    const wrong = await corrected(
      student,
      { ...typed(person), name: '误名丁' },
      { effectiveOn: '2026-08-01' },
    );
    const back = await corrected(student, typed(person), { refersTo: wrong, reasonCode: 'OFFICE_ERROR' });
    const { items } = (await registrar().get(`/identity-changes?personId=${student.personId}`)).body;
    expect(items).toMatchObject([{ changeId: wrong }, { changeId: back, refersTo: wrong }]);
    expect((await told(student, 2)).map(({ version }) => version)).toEqual([3, 4]);
    const names = await service.query('select name, valid_from from person_names where person_id = $1 order by valid_to', [student.personId]); // prettier-ignore
    expect(names).toEqual([{ name: '原名丁', valid_from: null }, { name: '误名丁', valid_from: '2026-08-01' }]); // prettier-ignore
  });

  it('settles a dispute where the name that was approved is the wrong one', async () => {
    const right = someone('正名戊');
    const misspelt = await active({ ...right, name: '错名戊' });
    const spelt = await checkIn(right, 'S002');
    expect(spelt).toMatchObject({ verification: 'MISMATCH' });
    await corrected(misspelt, typed(right), { reasonCode: 'OFFICE_ERROR' });
    expect(await show(service, spelt.registrationId)).toMatchObject({
      name: '正名戊',
      verification: 'FORMAT',
    });
  });

  it('that was made before the approval is told with it, so that enrolment knows who was registered', async () => {
    const person = someone('早名己');
    const registration = await checkIn(person);
    await registrar().post(`/registrations/${registration.registrationId}/correct-identity`, {
      identity: { ...typed(person), name: '早名庚' },
      reason: '录入有误',
    });
    await approve(registration);
    const [event] = await told(registration);
    const approval = await eventually('the approval', async () =>
      (await service.published(RegistrationApproved)).find(
        (each) => each.subject === registration.registrationId,
      )!,
    );
    expect(event).toMatchObject({
      version: approval.version,
      data: {
        identities: { old: { name: '早名己' }, new: { name: '早名庚' } },
        reasonCode: 'BEFORE_APPROVAL',
      },
    });
  });
});

describe('A check-in in dispute', () => {
  it('shows its school what it stated, and never the name of the person on record', async () => {
    const owner = someone('号主辛', { phone: '13912350001' });
    await active(owner);
    const stranger = { ...owner, name: '来者壬', phone: '13912350002' };
    const disputed = await checkIn(stranger, 'S002');
    expect(disputed).toMatchObject({ name: '来者壬', verification: 'MISMATCH' });
    const shown = await registrar('S002').get(`/registrations/${disputed.registrationId}`);
    expect(JSON.stringify(shown.body)).not.toMatch(/号主辛/);
    const path = `/registrations/${disputed.registrationId}/reveal-identity`;
    const { body } = await registrar('S002').post(path, { reason: '核对' });
    expect(body).toMatchObject({ name: '来者壬', phone: '13912350002' });
  });
});
