import { StudentGraduated } from '#contracts';
import { eventually, type TestService } from '#testing';
import { checkedIn, draftBatch, schoolsKnown, schoolState, startStudentRecords } from './check-ins.js';

/** A command over 500 students; `begin`, the scope and `commit` are among them. One statement a student would be 500. */
const BOUND = 20;

describe('500 students', () => {
  let service: TestService;
  let registrationIds: string[];
  beforeAll(async () => {
    service = await startStudentRecords();
    await service.receive(schoolState());
  });
  afterAll(() => service?.close());

  it('are registered in a bounded number of statements, in the few batches in which their events arrive', async () => {
    const checkIns = Array.from({ length: 500 }, () => checkedIn());
    const statements = await service.countStatements(async () => {
      await service.receive(...checkIns);
      await eventually('500 registrations', async () =>
        expect(await service.query('select 1 as one from registrations')).toHaveLength(500),
      );
    });
    expect(statements).toBeLessThan(200);
    const rows = await service.query('select registration_id from registrations');
    registrationIds = rows.map((row) => row.registration_id);
  });

  it('are approved in a handful of statements', async () => {
    const statements = await service.countStatements(async () => {
      const answer = await service
        .as('city-officer')
        .post('/registrations/batch-approve', { registrationIds });
      expect(answer.body).toMatchObject({ accepted: 500, refused: [] });
    });
    expect(statements).toBeLessThan(BOUND);
  });

  it('graduate in a handful of statements', async () => {
    await schoolsKnown(service, 1);
    const batchId = await draftBatch(service, registrationIds);
    await service.as('school-registrar', 'S001').post(`/graduation-batches/${batchId}/submit`);
    const statements = await service.countStatements(async () => {
      const answer = await service.as('city-officer').post(`/graduation-batches/${batchId}/approve`);
      expect(answer.body).toMatchObject({ graduated: 500 });
    });
    expect(statements).toBeLessThan(BOUND);
    await service.published(StudentGraduated, 500);
  });
});
