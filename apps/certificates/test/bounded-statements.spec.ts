import { CertificateIssued, CertificateLookupState, CertificateRevoked } from '#contracts';
import { graduated, graduationRevoked, startTestService, student, type TestService } from '#testing';
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
    service = await startTestService({ name: 'certificates', module: AppModule, migrations });
  });
  afterAll(() => service?.close());

  const graduates = Array.from({ length: 500 }, (_, i) => student({ schoolCode: i % 2 ? 'S001' : 'S002' }));

  it('becomes 500 certificates of 500 numbers in a bounded number of statements', async () => {
    const statements = await service.countStatements(async () => {
      await service.receive(...graduates.map((each) => graduated(each)));
      await service.published(CertificateLookupState, 500);
    });
    const numbers = (await service.published(CertificateIssued, 500)).map((each) => each.data.certificateNo);
    expect(new Set(numbers).size).toBe(500);
    expect(statements).toBeLessThan(BOUND);
  });

  it('is revoked in a bounded number of statements', async () => {
    const statements = await service.countStatements(async () => {
      await service.receive(...graduates.map((each) => graduationRevoked(each)));
      await service.published(CertificateRevoked, 500);
    });
    expect(statements).toBeLessThan(BOUND);
  });
});
