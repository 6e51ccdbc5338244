import { AppModule } from '../../apps/certificate-lookup/src/app.module.js';
import { stylesheetPath } from '#runtime';
import { startLookup, visible } from '../../apps/certificate-lookup/test/lookup-service.js';
import { certificate, state } from '../../apps/certificate-lookup/test/published-certificate.js';
import { type OpenedService, SCHOOL, type WalkedService } from './walked-service.js';

const TWO_FACTORS = 'public: who knows a number and the name may see the certificate, of whichever school';

export const certificateLookup: WalkedService = {
  name: 'certificate-lookup',
  module: AppModule,
  async open(): Promise<OpenedService> {
    const service = await startLookup();
    const published = certificate();
    await service.receive(state(published));
    await visible(service, published.certificateNo);
    await service.as('school-registrar', SCHOOL).get('/entries');
    return { service, ids: {}, secrets: [published.identity.idNumber], requests: {} };
  },
  tellNothing: {
    'GET /audit-entries': 'no school does anything here, and what was refused names no certificate',
    'GET /': 'the page of the lookup, before anything is asked',
    'GET /verify': TWO_FACTORS,
    'POST /verify': TWO_FACTORS,
    [`GET /${stylesheetPath}`]: 'the look of the page',
  },
};
