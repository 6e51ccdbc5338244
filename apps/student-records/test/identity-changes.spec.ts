// Budget: 40 s: check-ins, graduations, merges and splits, each waited for.
import {
  ErasureState,
  IdentityCorrected,
  type Person,
  PersonMerged,
  PersonSplit,
  RegistrationApproved,
  StudentGraduated,
} from '#contracts';
import { eventually, type HttpCaller, type TestService } from '#testing';
import {
  checkedIn,
  draftBatch,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  show,
  type Shown,
  somebody,
  startStudentRecords,
} from './check-ins.js';
import { importFile } from './import-file.js';

/** With the sex that the number says. */
function someone(name: string, over: Partial<Person> = {}): Person {
  const person = somebody({ name, ...over });
  return { ...person, sex: Number(person.idNumber[16]) % 2 === 1 ? '1' : '2' };
}
const typed = ({ name, idType, idNumber }: Person) => ({ name, idType, idNumber });
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n');
const papers = { evidence: '户籍变更证明〔2026〕12号', effectiveOn: '2026-09-01' };

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  const ofDistrict = { authorityCode: '500112', authorityTier: 'DISTRICT' } as const;
  await service.receive(
    schoolState('S001'),
    schoolState('S002'),
    schoolState('S003', 1, '样例三', ofDistrict),
  );
  await schoolsKnown(service, 3);
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
async function withCorrection(registration: Shown, identity: object, over: object = {}) {
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
        key: current.personId,
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

  it('by law between the day of a graduation and its approval stands on no certificate, and one of an office’s error does', async () => {
    const [renamed, misspelt] = [someone('旧名辛'), someone('误名壬')];
    const students = [await active(renamed), await active(misspelt)];
    const ids = students.map(({ registrationId }) => registrationId);
    const batchId = await draftBatch(service, ids, 'S001', '2026-06-30');
    await service.query(
      `insert into photos (photo_id, registration_id, school_code, sha256, bytes, reason, uploaded_by, uploaded_at)
       select gen_random_uuid(), $1, 'S001', repeat(mark, 64), 1, reason, 'planted', at::timestamptz
       from (values ('a', null, '2026-05-01'), ('b', 'POOR_QUALITY', '2026-07-01'), ('c', 'CHANGED_LOOKS', '2026-07-02')) as photo (mark, reason, at)`,
      [ids[0]],
    );
    const since = { effectiveOn: '2026-07-10' };
    await withCorrection(students[0]!, { ...typed(renamed), name: '新名辛' }, since);
    await withCorrection(
      students[1]!,
      { ...typed(misspelt), name: '正名壬' },
      { ...since, reasonCode: 'OFFICE_ERROR' },
    );
    await registrar().post(`/graduation-batches/${batchId}/submit`);
    expect((await service.as('city-officer').post(`/graduation-batches/${batchId}/approve`)).status).toBe(
      200,
    );
    const graduations = () =>
      eventually('the graduations', async () => {
        const events = (await service.published(StudentGraduated)).filter(({ subject }) =>
          ids.includes(subject),
        );
        expect(events.length).toBeGreaterThan(1);
        return events.map(({ subject, data }) => [
          ids.indexOf(subject),
          data.identity.name,
          data.photoSha256,
        ]);
      });
    const graduation = [
      [0, '旧名辛', 'b'.repeat(64)],
      [1, '正名壬', undefined],
    ];
    expect(await graduations()).toEqual(expect.arrayContaining(graduation));
    expect(await show(service, ids[0]!)).toMatchObject({ name: '新名辛' });
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
    await withCorrection(former, typed(now), { reasonCode: 'OFFICE_ERROR' });
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
    const wrong = await withCorrection(
      student,
      { ...typed(person), name: '误名丁' },
      { effectiveOn: '2026-08-01' },
    );
    const back = await withCorrection(student, typed(person), {
      refersTo: wrong,
      reasonCode: 'OFFICE_ERROR',
    });
    const found = (await registrar().get(`/registrations?name=${encodeURIComponent('误名丁')}`)).body.items;
    expect(found).toMatchObject([{ name: '原名丁', formerNames: ['原名丁', '误名丁'] }]);
    const { items } = (await registrar().get(`/identity-changes?personId=${student.personId}`)).body;
    expect(items).toMatchObject([{ changeId: wrong }, { changeId: back, refersTo: wrong }]);
    expect((await told(student, 2)).map(({ version }) => version)).toEqual([3, 4]);
    const names = await service.query('select name, valid_from from person_names where person_id = $1 order by valid_to', [student.personId]); // prettier-ignore
    expect(names).toEqual([{ name: '原名丁', valid_from: null }, { name: '误名丁', valid_from: '2026-08-01' }]); // prettier-ignore
  });

  it('reads a name anew, and a reading that is not the usual one is corrected by the school until then', async () => {
    const person = someone('乐某');
    const student = await active(person);
    const found = async (letters: string) => (await registrar().get(`/registrations?name=${letters}`)).body.items.length; // prettier-ignore
    const path = `/persons/${student.personId}/correct-pinyin`;
    expect((await registrar('S002').post(path, { pinyin: 'yao mou' })).status).toBe(404);
    expect((await registrar().post(path, { pinyin: '乐某' })).status).toBe(422);
    expect((await registrar().post(path, { pinyin: 'Yao Mou' })).status).toBe(200);
    expect(await found('yaomou')).toBe(1);
    await withCorrection(student, { ...typed(person), name: '改读某' });
    expect(await found('gaidumou')).toBe(1);
  });

  it('settles a dispute where the name that was approved is the wrong one', async () => {
    const right = someone('正名戊');
    const misspelt = await active({ ...right, name: '错名戊' });
    const spelt = await checkIn(right, 'S002');
    expect(spelt).toMatchObject({ verification: 'MISMATCH' });
    await withCorrection(misspelt, typed(right), { reasonCode: 'OFFICE_ERROR' });
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

const stated = ({ registrationId }: Shown, validity: object, caller = registrar()) =>
  caller.post(`/registrations/${registrationId}/document-validity`, validity);
const rowOf = ({ studentNo }: Shown, ...cells: string[]) => [String(studentNo), ...cells].join(',');

describe('The validity of a document', () => {
  it('is stated as it is printed, of the document on record, and comes with the correction that brings another one', async () => {
    const [old, now] = [someone('效期甲'), someone('效期甲')];
    const student = await active(old);
    const until = { idValidFrom: '2019-05-06', idValidTo: '2029-05-06' };
    expect((await stated(student, until, registrar('S002'))).status).toBe(404);
    for (const wrong of [{ idValidFrom: '2099-01-01' }, { ...until, idValidTo: '2018-01-01' }])
      expect((await stated(student, wrong)).body.code).toBe('document-days-disordered');
    expect((await stated(student, { idValidFrom: '2009-05-06' })).body).not.toHaveProperty('idValidTo');
    expect(await stated(student, until)).toMatchObject({ status: 200, body: until });
    const next = { idValidFrom: '2026-08-20', idValidTo: '2046-08-20' };
    expect((await correct(student, typed(now), { idValidFrom: '2099-01-01' })).body.code).toBe('document-days-disordered'); // prettier-ignore
    await withCorrection(student, typed(now), next);
    expect(await show(service, student.registrationId)).toMatchObject(next);
    const kept = await service.query('select valid_from, valid_to, held_until from person_documents where person_id = $1 order by valid_from', [student.personId]); // prettier-ignore
    expect(kept).toEqual([
      { valid_from: until.idValidFrom, valid_to: until.idValidTo, held_until: papers.effectiveOn },
      { valid_from: next.idValidFrom, valid_to: next.idValidTo, held_until: null },
    ]);
    const [told_] = await told(student);
    expect(Object.keys(told_!.data.identities)).toEqual(['old', 'new']);
  });

  it('comes as a file as well, in which each name is held against the student number', async () => {
    const [one, other] = [await active(someone('阿依·效期')), await active(someone('效期丙'))];
    const rows = [
      rowOf(one, '阿依•效期', '2019-05-06', ''),
      rowOf(other, '效期乙', '2019-05-06', '2029-05-06'),
    ];
    const errors = await importFile(service, '/documents', ['学号,姓名,证件有效期起,证件有效期止', ...rows]);
    expect(errors).toMatchObject([{ row: 3, code: 'other-name' }]);
    expect(await show(service, one.registrationId)).toMatchObject({ idValidFrom: '2019-05-06' });
    expect(await show(service, other.registrationId)).not.toHaveProperty('idValidFrom');
    const { items } = (await deciding().get(`/audit-entries?id=${one.registrationId}`)).body;
    expect(items[0]).toMatchObject({ action: 'state-document-validity', actor: 'school-registrar:S001' });
  });
});

describe('Who decides on a change of identity', () => {
  it('compares the full names and numbers with the papers, for a reason that is written down', async () => {
    const [old, now] = [someone('全号甲'), someone('全号乙')];
    const student = await active(old, 'S003');
    const { changeId } = (await correct(student, typed(now), {}, 'S003')).body;
    const reveal = (who: HttpCaller) => who.post(`/identity-changes/${changeId}/reveal-identities`, { reason: '核对户口簿' }); // prettier-ignore
    const district = (code: string) => service.as('district-officer', code);
    const { status, body } = await reveal(district('500112'));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        old: { name: '全号甲', idNumber: old.idNumber },
        new: { name: '全号乙', idNumber: now.idNumber },
      },
    });
    expect((await reveal(deciding())).body.new.idNumber).toBe(now.idNumber);
    expect(await reveal(registrar('S003'))).toMatchObject({
      status: 403,
      body: { code: 'role-not-allowed' },
    });
    expect(await reveal(district('500103'))).toMatchObject({
      status: 403,
      body: { code: 'other-authority' },
    });
    const looks = await service.query('select revealed_to, reason from reveals where aggregate_id = $1 order by reveal_id', [changeId]); // prettier-ignore
    expect(looks).toEqual([
      { revealed_to: 'district-officer:500112', reason: '核对户口簿' },
      { revealed_to: 'city-officer::decides', reason: '核对户口簿' },
    ]);
    const { items } = (await deciding().get(`/audit-entries?id=${changeId}`)).body;
    const actions = items.map(({ action }: { action: string }) => action);
    expect(actions.filter((each: string) => each === 'reveal-identity-change')).toHaveLength(2);
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

const cityPapers = { evidence: '人员核查〔2026〕3号', effectiveOn: '2026-09-01' };
const applied = async (path: string, body: object) => {
  const request = await asking().post(path, body);
  expect([path, request.status]).toEqual([path, 201]);
  expect((await asking().post(`/identity-changes/${request.body.changeId}/approve`)).body.code).toBe('approver-is-submitter'); // prettier-ignore
  expect(await decide('approve', request)).toMatchObject({ status: 200, body: { state: 'APPLIED' } });
  return request.body.changeId as string;
};
const merge = (survivor: Shown, merged: Shown) =>
  applied('/persons/merge', { personId: survivor.personId, mergedPersonId: merged.personId, ...cityPapers });
const undo = (changeId: string) =>
  applied(`/identity-changes/${changeId}/undo`, { evidence: '复核〔2026〕4号' });
const personOf = async ({ registrationId }: Shown) => (await show(service, registrationId)).personId;
const eventsOf = <D extends typeof PersonMerged | typeof PersonSplit>(
  definition: D,
  { registrationId }: Shown,
  times = 1,
) =>
  eventually(`${times} ${definition.type} of ${registrationId}`, async () => {
    const events = (await service.published(definition)).filter((each) => each.subject === registrationId);
    expect(events).toHaveLength(times);
    return events;
  });

describe('Two persons who are one', () => {
  it('are merged by two officers of the city: records keep their keys, both documents and names find the one who stays', async () => {
    const [passport, resident] = [someone('合并甲'), someone('合并乙')];
    const former = await graduate(passport);
    const current = await active(resident, 'S002');
    const request = { personId: current.personId, mergedPersonId: former.personId, ...cityPapers };
    expect((await registrar().post('/persons/merge', request)).status).toBe(403);
    const paperOf = async ({ registrationId }: Shown) =>
      (await asking().post(`/evidence?kind=DECISION&registrationId=${registrationId}`, PDF, 'application/pdf')).body.evidenceId; // prettier-ignore
    const foreign = { ...request, evidenceId: await paperOf(await active(someone('旁人甲'))) };
    expect((await asking().post('/persons/merge', foreign)).body.code).toBe('evidence-not-found');
    const evidenceId = await paperOf(former);
    const asked = await asking().post('/persons/merge', { ...request, evidenceId });
    const { changeId } = asked.body;
    expect(asked.body).toMatchObject({ evidenceId, old: { idNumber: expect.stringMatching(/\*/) } });
    expect((await registrar().get(`/evidence/${evidenceId}/content`)).status).toBe(404);
    expect((await deciding().get(`/evidence/${evidenceId}/content`)).body).toEqual(PDF);
    const preview = await deciding().get(`/identity-changes/${changeId}/preview`);
    expect(preview.body.registrations).toMatchObject([
      { registrationId: former.registrationId, schoolCode: 'S001', state: 'GRADUATED', hasCase: true },
    ]);
    expect((await registrar().get(`/identity-changes?personId=${former.personId}`)).body.items).toEqual([]);
    expect(await decide('approve', asked)).toMatchObject({ status: 200 });
    expect(await show(service, former.registrationId)).toMatchObject({
      personId: current.personId,
      name: '合并乙',
    });
    const [corrected] = await told(former);
    expect(corrected).toMatchObject({
      key: former.personId,
      data: { identities: { old: { name: '合并甲' }, new: { name: '合并乙' } }, reasonCode: 'SAME_PERSON' },
    });
    const [merged] = await eventsOf(PersonMerged, former);
    expect(merged).toMatchObject({ key: former.personId, data: { holderId: current.personId } });
    const next = await checkIn(passport);
    expect(next).toMatchObject({ personId: current.personId, name: '合并乙', verification: 'FORMAT' });
    expect((await approve(next)).refused).toMatchObject([{ code: 'person-has-live-registration' }]);
    const again = await asking().post('/persons/merge', request);
    expect(again.body.code).toBe('person-is-merged');

    await undo(changeId);
    expect(await show(service, former.registrationId)).toMatchObject({
      personId: former.personId,
      name: '合并甲',
    });
    expect(await personOf(next)).toBe(current.personId);
    await eventsOf(PersonSplit, former);
    const [, back] = await told(former, 2);
    expect(back).toMatchObject({
      data: { identities: { new: { name: '合并甲' } }, reasonCode: 'MADE_WRONGLY' },
    });
    expect((await asking().post(`/identity-changes/${changeId}/undo`, { evidence: '复核2' })).body.code).toBe('not-undoable'); // prettier-ignore
  });

  it('are not merged while both study, and a corrected one is corrected under every key', async () => {
    const [one, two] = [await active(someone('在读甲')), await active(someone('在读乙'), 'S002')];
    const body = { personId: one.personId, mergedPersonId: two.personId, ...cityPapers };
    const refused = await asking().post('/persons/merge', body);
    expect(refused).toMatchObject({ status: 409, body: { code: 'two-live-registrations' } });
    await graduated(service, [two.registrationId], 'S002');
    const three = await graduate(someone('在读丙'), 'S002');
    const first = await merge(one, two);
    await merge(one, three);
    expect((await asking().post(`/identity-changes/${first}/undo`, { evidence: '复核1' })).body.code).toBe('not-undoable'); // prettier-ignore
    const now = someone('在读丁');
    await withCorrection(one, typed(now));
    for (const [each, times] of [
      [one, 1],
      [two, 2],
      [three, 2],
    ] as const) {
      const events = await told(each, times);
      expect(events.at(-1)).toMatchObject({ key: each.personId, data: { identities: { new: { idNumber: now.idNumber } } } }); // prettier-ignore
    }
    const order = { legalGround: 'PURPOSE_ENDED', reason: '到期' };
    expect((await deciding().post(`/persons/${two.personId}/erase`, order)).body.code).toBe(
      'person-is-merged',
    );
    await graduated(service, [one.registrationId]);
    expect((await deciding().post(`/persons/${one.personId}/erase`, order)).body).toMatchObject({
      erased: 'CONTACT',
    });
    await eventually('an erasure under every key', async () => {
      const erased = (await service.published(ErasureState)).filter(({ data }) => data.registrationIds?.includes(three.registrationId)); // prettier-ignore
      expect(erased.map(({ key }) => key).toSorted()).toEqual([one, two, three].map((each) => each.personId).toSorted()); // prettier-ignore
    });
  });
});

describe('Two people with one ID number', () => {
  it('are in dispute, and neither is approved nor graduates until the city has split them', async () => {
    const [owner, other] = [someone('同号甲'), someone('同号乙')];
    const studying = await active(owner);
    const waiting = await checkIn({ ...owner, name: '同号乙' }, 'S002');
    expect((await approve(waiting)).refused).toMatchObject([{ code: 'identity-mismatch' }]);
    const items = [{ registrationId: studying.registrationId, conductPassed: true, coursesPassed: true }];
    const batch = { name: '2026届', graduatedOn: '2026-06-30', items };
    const { batchId } = (await registrar().post('/graduation-batches', batch)).body;
    const check = async () => (await registrar().post(`/graduation-batches/${batchId}/check`)).body;
    expect(JSON.stringify(await check())).toContain('identity-mismatch');
    const split = { registrationIds: [waiting.registrationId], ...cityPapers };
    const path = `/persons/${studying.personId}/split`;
    const same = await asking().post(path, { ...split, identity: { ...typed(owner), name: '同号乙' } });
    expect(same.body.code).toBe('number-of-another-person');
    const apart = await applied(path, { ...split, identity: typed(other) });
    expect(await show(service, waiting.registrationId)).toMatchObject({
      name: '同号乙',
      verification: 'FORMAT',
    });
    expect(await personOf(waiting)).not.toBe(studying.personId);
    expect(JSON.stringify(await check())).not.toContain('identity-mismatch');

    await undo(apart);
    expect(await show(service, studying.registrationId)).toMatchObject({ verification: 'MISMATCH' });
    expect(await show(service, waiting.registrationId)).toMatchObject({ personId: studying.personId, name: '同号乙' }); // prettier-ignore
    await applied(path, { ...split, identity: typed(other) });
    expect(await approve(waiting)).toMatchObject({ accepted: 1 });
    const [early] = await told(waiting);
    expect(early).toMatchObject({ data: { identities: { new: { idNumber: other.idNumber } } } });
    expect((await checkIn(other)).personId).toBe(await personOf(waiting));
  });

  it('whose records were taken for one are split, and each keeps what was told of it, also on a replay', async () => {
    const one = someone('误并甲');
    const first = await graduate(one);
    const second = await active(one, 'S002');
    const other = someone('误并乙');
    const path = `/persons/${first.personId}/split`;
    const all = { registrationIds: [first.registrationId, second.registrationId], identity: typed(other), ...cityPapers }; // prettier-ignore
    expect((await asking().post(path, all)).body.code).toBe('split-not-possible');
    await applied(path, { ...all, registrationIds: [first.registrationId] });
    expect(await show(service, first.registrationId)).toMatchObject({ name: '误并乙' });
    expect(await show(service, second.registrationId)).toMatchObject({
      name: '误并甲',
      personId: first.personId,
    });
    await eventsOf(PersonSplit, first);
    await service.as('operator').post('/republish', { topic: StudentGraduated.topic, schoolCode: 'S001' });
    const graduations = await eventually('the replay', async () => {
      const events = (await service.published(StudentGraduated)).filter((each) => each.subject === first.registrationId); // prettier-ignore
      expect(events).toHaveLength(2);
      return events;
    });
    expect(graduations[1]!.data).toEqual(graduations[0]!.data);
    expect((await told(first, 2)).map(({ version }) => version)).toEqual([4, 4]);
  });
});

it('What a person was is sealed by keys of records, and found by nobody once the person is erased', async () => {
  const [one, two] = [someone('删除甲'), someone('删除乙')];
  const rejected = [await checkIn(one), await checkIn(two, 'S002')];
  for (const { registrationId } of rejected)
    await deciding().post('/registrations/batch-reject', {
      registrationIds: [registrationId],
      reason: '材料不全',
    });
  const changeId = await merge(rejected[0]!, rejected[1]!);
  const [change] = await service.query('select identities_sealed from identity_changes where change_id = $1', [changeId]); // prettier-ignore
  expect(change.identities_sealed).toMatch(/^d1\./);
  const { personId } = rejected[0]!;
  const order = { legalGround: 'PURPOSE_ENDED', reason: '到期' };
  expect((await deciding().post(`/persons/${personId}/erase`, order)).body).toMatchObject({
    erased: 'WHOLE',
  });
  for (const table of ['person_names', 'person_documents'])
    expect(await service.query(`select from ${table} where person_id = $1`, [personId])).toEqual([]);
  const keys = await service.query('select sealed_key from data_keys where subject = any($1)', [
    [`identity-change:${changeId}`, ...rejected.map((each) => `person:${each.personId}`)],
  ]);
  expect(keys).toEqual([{ sealed_key: null }, { sealed_key: null }, { sealed_key: null }]);
  const { items } = (await deciding().get(`/identity-changes?personId=${personId}`)).body;
  expect(items).toMatchObject([{ changeId, state: 'APPLIED' }]);
  expect(items[0]).not.toHaveProperty('old');
  expect((await checkIn(two)).personId).not.toBe(personId);
});
