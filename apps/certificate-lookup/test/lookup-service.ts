import { CaughtUp } from '#messaging';
import { eventually, startTestService, type TestService } from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';

/** The service as a spec uses it: caught up, and with a limit that does not stand in the way. */
export async function startLookup(settings: Record<string, string> = {}): Promise<TestService> {
  const service = await startTestService({
    name: 'certificate-lookup',
    module: AppModule,
    migrations,
    settings: { VERIFY_LIMIT_PER_MINUTE: '1000', ...settings },
  });
  await eventually('the lookup is caught up', () => {
    if (!service.app.get(CaughtUp, { strict: false }).reached()) throw new Error('not yet');
  });
  return service;
}

export const verifyPath = (certificateNo: string, name: string): string =>
  `/verify?${new URLSearchParams({ certificateNo, name }).toString()}`;

/** Waits until the entry is there in the given status, as an operator would see it. */
export async function visible(service: TestService, certificateNo: string, status = 'VALID') {
  return eventually(`${certificateNo} in the lookup as ${status}`, async () => {
    const { body } = await service.as('operator').get(`/entries/${certificateNo}`);
    if (body.status !== status) throw new Error(JSON.stringify(body));
    return body;
  });
}
