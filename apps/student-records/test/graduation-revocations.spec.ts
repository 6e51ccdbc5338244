// Budget: 60 s: each revocation and each death takes a student through registration and graduation first.
import {
  DeathRecorded,
  DeathReversed,
  GraduationRevoked,
  RegistrationStatusChanged,
  StudentGraduated,
} from '#contracts';
import { dayInChina } from '#national-codes';
import { eventually, type TestService } from '#testing';
import {
  activeStudents,
  checkedIn,
  graduated,
  itemsOf,
  registered,
  revoked,
  schoolsKnown,
  schoolState,
  show,
  somebody,
  startStudentRecords,
} from './check-ins.js';

const WHY = { reasonCode: 'CONDITIONS_NOT_MET', reason: '经查毕业条件不符', leadsTo: 'GRADUATION_REVOKED' };
const decisionNo = '渝人社撤〔2026〕1号';

const codes = ({ body }: { body: any }) => body.refused.map(({ code }: { code: string }) => code);

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), schoolState('S002'));
  await schoolsKnown(service, 2);
});
afterAll(() => service?.close());

const officer = (person?: string) => service.as('city-officer', undefined, person);
const registrar = () => service.as('school-registrar', 'S001');
const graduate = async () => {
  const ids = await activeStudents(service, 1);
  await graduated(service, ids);
  return ids[0]!;
};

const propose = (registrationIds: string[], person = 'wang', why: object = WHY) =>
  officer(person).post('/graduation-revocations', { registrationIds, ...why });
const proposed = async (registrationId: string, why: object = WHY): Promise<string[]> => {
  const { body } = await propose([registrationId], 'wang', why);
  expect(body).toMatchObject({ accepted: 1 });
  return body.revocationIds;
};
const decide = (revocationIds: string[], person = 'li', number = decisionNo) =>
  officer(person).post('/graduation-revocations/batch-approve', { revocationIds, decisionNo: number });

describe('The revocation of a graduation', () => {
  it('takes two officers of the city, neither of whom has approved the graduation', async () => {
    const id = await graduate();
    expect(
      (await registrar().post('/graduation-revocations', { registrationIds: [id], ...WHY })).status,
    ).toBe(403);
    const approver = officer();
    const own = await approver.post('/graduation-revocations', { registrationIds: [id], ...WHY });
    expect(codes(own)).toEqual(['approved-the-graduation']);
    const revocationIds = await proposed(id);
    expect(codes(await propose([id], 'li'))).toEqual(['revocation-is-open']);
    expect(codes(await decide(revocationIds, 'wang'))).toEqual(['approver-is-submitter']);
    const again = await approver.post('/graduation-revocations/batch-approve', { revocationIds, decisionNo });
    expect(codes(again)).toEqual(['approved-the-graduation']);
    expect((await show(service, id)).state).toBe('GRADUATED');
    expect((await decide(revocationIds)).body).toMatchObject({ accepted: 1 });
    expect(await show(service, id)).toMatchObject({ state: 'GRADUATION_REVOKED', decisionNo });
    const past = `update graduation_revocations set approved_by = proposed_by where revocation_id = $1`;
    await expect(service.query(past, revocationIds)).rejects.toThrow('approved_by_is_not_proposed_by');
  });

  it('takes a coded reason and a decision number that looks like one', async () => {
    const id = await graduate();
    expect((await propose([id], 'wang', { ...WHY, reasonCode: 'SOMETHING' })).status).toBe(422);
    const revocationIds = await proposed(id);
    expect((await decide(revocationIds, 'li', 'x')).status).toBe(422);
    expect((await show(service, id)).state).toBe('GRADUATED');
  });

  it('happens once, and all are told of it by its number and not by its reason', async () => {
    const id = await graduate();
    const revocationIds = await proposed(id);
    const answers = await Promise.all([decide(revocationIds, 'li'), decide(revocationIds, 'zhao')]);
    expect(answers.map(({ body }) => body.accepted).toSorted((one, other) => one - other)).toEqual([0, 1]);
    const events = await eventually('the revocation', async () => {
      const all = (await service.published(GraduationRevoked)).filter(
        ({ data }) => data.registrationId === id,
      );
      expect(all).toHaveLength(1);
      return all;
    });
    expect(events[0]).toMatchObject({ version: 4, data: { decisionNo } });
    expect(JSON.stringify(events[0]!.data)).not.toContain('经查');
  });

  it('stands in the history, where the school reads the number and the city the reason as well', async () => {
    const id = await graduate();
    await revoked(service, [id]);
    const lastOf = async (client: ReturnType<typeof officer>) =>
      (await client.get(`/registrations/${id}/history`)).body.entries.at(-1);
    const { reason } = WHY;
    expect(await lastOf(officer())).toMatchObject({ happened: 'revoke-graduation', decisionNo, reason });
    const shown = await lastOf(registrar());
    expect(shown).toMatchObject({ happened: 'revoke-graduation', decisionNo });
    expect(shown).not.toHaveProperty('reason');
    expect((await registrar().get('/graduation-revocations')).status).toBe(403);
  });

  it('is given up by who proposed it, or declined by another officer, and can be proposed anew', async () => {
    const id = await graduate();
    const first = await proposed(id);
    const reason = { reason: '对象有误' };
    const give = (person: string, how: string, revocationIds: string[]) =>
      officer(person).post(`/graduation-revocations/batch-${how}`, { revocationIds, ...reason });
    expect(codes(await give('li', 'withdraw', first))).toEqual(['proposed-by-another']);
    expect(codes(await give('wang', 'decline', first))).toEqual(['approver-is-submitter']);
    expect((await give('wang', 'withdraw', first)).body).toMatchObject({ accepted: 1 });
    const second = await proposed(id);
    expect((await give('li', 'decline', second)).body).toMatchObject({ accepted: 1 });
    expect(codes(await decide(second))).toEqual(['revocation-not-proposed']);
    expect((await show(service, id)).state).toBe('GRADUATED');
    const { items } = (await officer().get(`/graduation-revocations?registrationId=${id}`)).body;
    expect(items.map(({ state }: { state: string }) => state)).toEqual(['WITHDRAWN', 'DECLINED']);
  });

  it('leads back to the studies where it was decided so, and a new graduation follows', async () => {
    const id = await graduate();
    await revoked(service, [id], 'ACTIVE');
    const today = dayInChina(new Date());
    const resumed = await show(service, id);
    expect(resumed).toMatchObject({ state: 'ACTIVE', version: 5, stateSince: today });
    expect(resumed).not.toHaveProperty('graduatedOn');
    const changes = await eventually('the resumption', async () => {
      const all = await service.published(RegistrationStatusChanged);
      const own = all.filter(({ data }) => data.registrationId === id);
      expect(own).toHaveLength(1);
      return own;
    });
    expect(changes[0]).toMatchObject({
      version: 5,
      data: { from: 'GRADUATION_REVOKED', to: 'ACTIVE', changeType: 'RESUMPTION', effectiveOn: today },
    });
    await graduated(service, [id], 'S001', today);
    const versions = await eventually('both graduations', async () => {
      const all = (await service.published(StudentGraduated)).filter(({ subject }) => subject === id);
      expect(all).toHaveLength(2);
      return all.map(({ version }) => version);
    });
    expect(versions).toEqual([3, 6]);
  });

  it('leads nobody back who is live under the person with whom they were merged', async () => {
    const id = await graduate();
    const [other] = await activeStudents(service, 1, 'S002');
    const asked = await officer('wang').post('/persons/merge', {
      personId: (await show(service, other!)).personId,
      mergedPersonId: (await show(service, id)).personId,
      evidence: '核查〔2026〕3号',
      effectiveOn: '2026-09-01',
    });
    const merged = await officer('li').post(`/identity-changes/${asked.body.changeId}/approve`);
    expect(merged.body).toMatchObject({ state: 'APPLIED' });
    expect(codes(await decide(await proposed(id, { ...WHY, leadsTo: 'ACTIVE' })))).toEqual([
      'live-elsewhere',
    ]);
  });

  it('leads nobody back who is live elsewhere by now, and ends the record instead', async () => {
    const person = somebody();
    const [first] = await registered(service, checkedIn({ person }));
    const id = first!.registrationId;
    await officer().post('/registrations/batch-approve', { registrationIds: [id] });
    await graduated(service, [id]);
    const [next] = await registered(service, checkedIn({ person, schoolCode: 'S002', level: 'TECHNICIAN' }));
    const approval = { registrationIds: [next!.registrationId] };
    expect((await officer().post('/registrations/batch-approve', approval)).body).toMatchObject({
      accepted: 1,
    });
    const back = await proposed(id, { ...WHY, leadsTo: 'ACTIVE' });
    expect(codes(await decide(back))).toEqual(['live-elsewhere']);
    expect((await show(service, id)).state).toBe('GRADUATED');
    await officer('wang').post('/graduation-revocations/batch-withdraw', {
      revocationIds: back,
      reason: '另行提议',
    });
    await revoked(service, [id]);
    expect((await show(service, id)).state).toBe('GRADUATION_REVOKED');
  });
});

const REPORT = { diedOn: '2026-09-10', evidence: '死亡证明〔2026〕12号' };
const report = (id: string, more: object = {}) =>
  registrar().post('/person-deaths', { registrationIds: [id], ...REPORT, ...more });
const reported = async (id: string): Promise<string[]> => {
  const { body } = await report(id);
  expect(body).toMatchObject({ accepted: 1 });
  return body.deathIds;
};
const act = (how: string, deathIds: string[], person: string) =>
  officer(person).post(`/person-deaths/batch-${how}`, {
    deathIds,
    ...(how !== 'confirm' && { reason: '证明材料有误' }),
  });
const approve = async (...some: { registrationId: string }[]) => {
  const registrationIds = some.map(({ registrationId }) => registrationId);
  return officer().post('/registrations/batch-approve', { registrationIds });
};

const completed = async () => {
  const [id] = await activeStudents(service, 1);
  const items = itemsOf([id!], { coursesPassed: false });
  const batch = { name: '2026届结业', kind: 'COMPLETION', graduatedOn: '2026-06-30', items };
  const { batchId } = (await registrar().post('/graduation-batches', batch)).body;
  expect((await registrar().post(`/graduation-batches/${batchId}/submit`)).status).toBe(200);
  expect((await officer().post(`/graduation-batches/${batchId}/approve`)).body).toMatchObject({ graduated: 1 }); // prettier-ignore
  return id!;
};

describe('The revocation of a completion', () => {
  it('leads back to the studies, or to the end, by two officers as that of a graduation does', async () => {
    const [back, gone] = [await completed(), await completed()];
    const own = await propose([back], undefined);
    expect(codes(own)).toEqual([]);
    expect(
      codes(await officer().post('/graduation-revocations', { registrationIds: [gone], ...WHY })),
    ).toEqual(['approved-the-graduation']);
    await officer('wang').post('/graduation-revocations/batch-withdraw', { revocationIds: own.body.revocationIds, reason: '另行提议' }); // prettier-ignore
    await revoked(service, [back], 'ACTIVE');
    await revoked(service, [gone]);
    const shown = await show(service, back);
    expect(shown).toMatchObject({ state: 'ACTIVE', stateSince: dayInChina(new Date()) });
    expect(shown).not.toHaveProperty('completedOn');
    expect(await show(service, gone)).toMatchObject({ state: 'GRADUATION_REVOKED', completedOn: '2026-06-30', decisionNo }); // prettier-ignore
    const told = await eventually('the revocations', async () => {
      const all = (await service.published(GraduationRevoked)).map(({ subject }) => subject);
      expect(all).toEqual(expect.arrayContaining([back, gone]));
      return (await service.published(RegistrationStatusChanged)).filter(({ subject }) => subject === back);
    });
    expect(told).toMatchObject([{ data: { from: 'GRADUATION_REVOKED', to: 'ACTIVE', changeType: 'RESUMPTION' } }]); // prettier-ignore
  });

  it('that was proposed revokes no graduation which followed meanwhile', async () => {
    const id = await completed();
    const revocationIds = await proposed(id);
    await graduated(service, [id], 'S001', '2026-07-10');
    expect(codes(await decide(revocationIds))).toEqual(['not-graduated']);
    expect((await show(service, id)).state).toBe('GRADUATED');
  });
});

describe('The death of a former student', () => {
  it('is confirmed by another one than has reported it, and marks each record of the person at whichever school', async () => {
    const person = somebody();
    const [first] = await registered(service, checkedIn({ person }));
    await approve(first!);
    await graduated(service, [first!.registrationId]);
    const [second] = await registered(
      service,
      checkedIn({ person, schoolCode: 'S002', level: 'TECHNICIAN' }),
    );
    await approve(second!);
    expect(codes(await report(first!.registrationId))).toEqual(['person-in-study']);
    const withdrawal = { type: 'WITHDRAWAL', reasonCode: 'OWN_REQUEST', effectiveOn: '2026-07-10', evidence: '申请1' }; // prettier-ignore
    const left = await service
      .as('school-registrar', 'S002')
      .post('/status-changes', { ...withdrawal, registrationIds: [second!.registrationId] });
    const { changeIds } = left.body;
    expect((await officer().post('/status-changes/batch-approve', { changeIds })).body).toMatchObject({ accepted: 1 }); // prettier-ignore

    const deathIds = await reported(first!.registrationId);
    expect((await registrar().post('/person-deaths/batch-confirm', { deathIds })).status).toBe(403);
    const principal = service.as('school-principal', 'S001');
    expect((await principal.post('/person-deaths/batch-confirm', { deathIds })).body).toMatchObject({ accepted: 1 }); // prettier-ignore
    const marked = await Promise.all([first!, second!].map((each) => show(service, each.registrationId)));
    expect(marked.map(({ state, deceasedOn }) => [state, deceasedOn])).toEqual([
      ['GRADUATED', REPORT.diedOn],
      ['WITHDRAWN', REPORT.diedOn],
    ]);
    const told = await eventually('the death on both records', async () => {
      const all = await service.published(DeathRecorded);
      expect(all).toHaveLength(2);
      return new Map(all.map(({ data }) => [data.registrationId, data]));
    });
    expect(told.get(second!.registrationId)).toMatchObject({ state: 'WITHDRAWN', endedOn: '2026-07-10', diedOn: REPORT.diedOn }); // prettier-ignore

    const { personId } = await show(service, first!.registrationId);
    const { name, idType, idNumber } = somebody({ name: '样例拆分' });
    const split = { registrationIds: [second!.registrationId], identity: { name, idType, idNumber }, evidence: '核查1', effectiveOn: '2026-09-11' }; // prettier-ignore
    expect((await officer().post(`/persons/${personId}/split`, split)).body.code).toBe('death-on-record');

    const reversal = { changeIds, reasonCode: 'OTHER', evidence: '说明1' };
    const asked = await service
      .as('school-registrar', 'S002')
      .post('/status-changes/batch-reverse', reversal);
    expect(codes(asked)).toEqual(['person-is-deceased']);
  });

  it('keeps the person from being registered again until it is reversed by somebody without a hand in it', async () => {
    const person = somebody();
    const [known] = await registered(service, checkedIn({ person }));
    await approve(known!);
    await graduated(service, [known!.registrationId]);
    const deathIds = await reported(known!.registrationId);
    await act('confirm', deathIds, 'li');
    const [again] = await registered(service, checkedIn({ person, level: 'TECHNICIAN' }));
    expect(codes(await approve(again!))).toEqual(['person-is-deceased']);
    expect(codes(await act('reverse', deathIds, 'li'))).toEqual(['approver-is-submitter']);
    expect((await act('reverse', deathIds, 'wang')).body).toMatchObject({ accepted: 1 });
    expect(await show(service, known!.registrationId)).not.toHaveProperty('deceasedOn');
    await eventually('the reversal', async () =>
      expect((await service.published(DeathReversed)).map(({ subject }) => subject)).toEqual([
        known!.registrationId,
      ]),
    );
    expect((await approve(again!)).body).toMatchObject({ accepted: 1 });
  });

  it('is reported once and of a possible day, and can be declined and reported anew', async () => {
    const id = await graduate();
    expect(codes(await report(id, { diedOn: '2099-01-01' }))).toEqual(['not-in-the-future']);
    expect(codes(await report(id, { diedOn: '2000-01-01' }))).toEqual(['death-before-study']);
    const first = await reported(id);
    expect(codes(await report(id))).toEqual(['death-is-known']);
    expect((await act('decline', first, 'li')).body).toMatchObject({ accepted: 1 });
    const second = await reported(id);
    expect(codes(await act('confirm', first, 'li'))).toEqual(['death-not-reported']);
    expect((await act('confirm', second, 'li')).body).toMatchObject({ accepted: 1 });
    const back = { ...WHY, leadsTo: 'ACTIVE', registrationIds: [id] };
    const { body } = await officer('wang').post('/graduation-revocations', back);
    const decision = { revocationIds: body.revocationIds, decisionNo };
    expect(codes(await officer('li').post('/graduation-revocations/batch-approve', decision))).toEqual([
      'person-is-deceased',
    ]);
  });
});
