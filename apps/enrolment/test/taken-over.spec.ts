// Budget: 20 s: a service is started, and a school that recruits.
import { IdentityCorrected, RegistrationStatusChanged, RegistrationTakenOver } from '#contracts';
import { eventOf } from '#messaging';
import { deathRecorded, deathReversed, eventually, student, type TestService } from '#testing';
import { anId, applied, recruitingSchool, somebody, startEnrolment } from './recruiting.js';

const record = () => ({
  registrationId: anId(),
  personId: anId(),
  applicationId: anId(),
  schoolCode: 'S002',
});
const identityOf = (idNumber: string) => ({
  name: '样例存量',
  idType: 'RESIDENT_ID' as const,
  idNumber,
  sex: '1' as const,
  birthDate: `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`,
});

const takenOver = (of: ReturnType<typeof record>, idNumber: string) =>
  eventOf(RegistrationTakenOver, {
    data: { ...of, identity: identityOf(idNumber), studentNo: `OLD${of.registrationId.slice(-8)}`, startOn: '2024-09-01', takenOverAt: '2026-08-01T01:00:00.000Z' }, // prettier-ignore
    version: 1,
  });
const withdrawn = (of: ReturnType<typeof record>) =>
  eventOf(RegistrationStatusChanged, {
    data: { ...of, from: 'ACTIVE', to: 'WITHDRAWN', changeType: 'WITHDRAWAL', effectiveOn: '2026-08-10', recordedAt: '2026-08-10T01:00:00.000Z' }, // prettier-ignore
    version: 2,
  });

describe('Who was taken over with the records of before the system', () => {
  let service: TestService;
  let offeringId: string;
  const school = () => service.as('school-admissions', 'S001');

  beforeAll(async () => {
    service = await startEnrolment();
    ({ offeringId } = await recruitingSchool(service, 'S001', 100));
  });
  afterAll(() => service?.close());

  const places = async (of: ReturnType<typeof record>) =>
    (await service.query('select from live_admissions where application_id = $1', [of.applicationId])).length;
  const known = (of: ReturnType<typeof record>, ended: string | null) =>
    eventually(
      'the record is known',
      async () =>
      expect(await service.query('select person_index is not null as is_named, ended_as from taken_over_studies where application_id = $1', [of.applicationId])).toEqual([{ is_named: true, ended_as: ended }]), // prettier-ignore
    );
  async function admitted(idNumber: string) {
    const applicationIds = [await applied(service, 'S001', offeringId, { idNumber })];
    const { body } = await school().post('/applications/batch-admit', { applicationIds });
    return body.refused.map(({ code }: { code: string }) => code) as string[];
  }

  it('is not admitted a second time, and is once the study has ended', async () => {
    const [of, idNumber] = [record(), somebody()];
    await service.receive(takenOver(of, idNumber), takenOver(of, idNumber));
    await known(of, null);
    expect(await admitted(idNumber)).toEqual(['person-already-admitted']);
    await service.receive(withdrawn(of));
    await known(of, 'WITHDRAWN');
    const again = (await school().get('/applications?state=SUBMITTED')).body.items;
    const { body } = await school().post('/applications/batch-admit', { applicationIds: again.map(({ applicationId }: any) => applicationId) }); // prettier-ignore
    expect(body).toMatchObject({ accepted: 1, refused: [] });
  });

  it('is free where the end was heard of before the takeover', async () => {
    const [of, idNumber] = [record(), somebody()];
    await service.receive(withdrawn(of));
    await eventually(
      'the end is noted',
      async () =>
      expect(await service.query('select from taken_over_studies where application_id = $1', [of.applicationId])).toHaveLength(1), // prettier-ignore
    );
    await service.receive(takenOver(of, idNumber));
    await known(of, 'WITHDRAWN');
    expect(await places(of)).toBe(0);
    expect(await admitted(idNumber)).toEqual([]);
  });

  it('is not admitted once their death is recorded, until it is reversed', async () => {
    const [of, idNumber] = [record(), somebody()];
    await service.receive(takenOver(of, idNumber), withdrawn(of), deathRecorded(student(of), 3));
    const isDead = (dead: boolean) =>
      eventually(
        'the death',
        async () =>
        expect(await service.query('select deceased_on is not null as dead from former_studies where registration_id = $1', [of.registrationId])).toEqual([{ dead }]), // prettier-ignore
      );
    await isDead(true);
    expect(await admitted(idNumber)).toEqual(['person-is-deceased']);
    await service.receive(deathReversed(student(of), 4));
    await isDead(false);
  });

  it('is held by the document that they have since a correction', async () => {
    const [of, wrong, right] = [record(), somebody(), somebody()];
    await service.receive(takenOver(of, wrong));
    await known(of, null);
    const data = { ...of, identities: { new: identityOf(right) }, reasonCode: 'OFFICE_ERROR', effectiveOn: '2026-08-02', correctedAt: '2026-08-02T01:00:00.000Z' }; // prettier-ignore
    const before = await service.query('select person_index from live_admissions where application_id = $1', [of.applicationId]); // prettier-ignore
    await service.receive(eventOf(IdentityCorrected, { data, version: 3 }));
    await eventually(
      'the place has moved',
      async () =>
      expect(await service.query('select person_index from live_admissions where application_id = $1', [of.applicationId])).not.toEqual(before), // prettier-ignore
    );
    expect([await admitted(right), await admitted(wrong)]).toEqual([['person-already-admitted'], []]);
  });
});
