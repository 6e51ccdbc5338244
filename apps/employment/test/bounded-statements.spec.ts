import { TrackingCancelled, TrackingOpened } from '#contracts';
import {
  certificateIssued,
  eventually,
  graduated,
  graduationRevoked,
  startTestService,
  student,
  type TestService,
} from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

/**
 * A batch takes about a dozen statements; 500 events arrive in a few batches, since they lie on two partitions and
 * the broker cuts them as it likes. One statement an event would be 500.
 */
const BOUND = 200;

describe('a graduation batch of 500', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ name: 'employment', module: AppModule, migrations });
  });
  afterAll(() => service?.close());

  const graduates = Array.from({ length: 500 }, () => student());

  it('opens 500 cases in a bounded number of statements', async () => {
    const statements = await service.countStatements(async () => {
      await service.receive(...graduates.map((each) => graduated(each)));
      await service.published(TrackingOpened, 500);
    });
    expect(statements).toBeLessThan(BOUND);
  });

  it('notes 500 certificates in a bounded number of statements', async () => {
    const statements = await service.countStatements(async () => {
      await service.receive(...graduates.map((each, i) => certificateIssued(each, `no-${i}`)));
      await eventually('500 certificates noted', async () =>
        expect(await service.query('select from registration_certificates')).toHaveLength(500),
      );
    });
    // The probe above sends its own statements to the same count; it looks a few times.
    expect(statements).toBeLessThan(BOUND);
  });

  it('cancels 500 cases in a bounded number of statements', async () => {
    const statements = await service.countStatements(async () => {
      await service.receive(...graduates.map((each) => graduationRevoked(each)));
      await service.published(TrackingCancelled, 500);
    });
    expect(statements).toBeLessThan(BOUND);
  });
});
