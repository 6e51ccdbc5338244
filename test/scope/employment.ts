import { certificateIssued, eventually, graduated, startTestService, student } from '#testing';
import { AppModule } from '../../apps/employment/src/app.module.js';
import { migrations } from '../../apps/employment/src/migrations/index.js';
import { schoolsKnown, schoolState } from '../../apps/student-records/test/check-ins.js';
import {
  DISTRICT,
  OTHER_DISTRICT,
  OTHER_SCHOOL,
  SCHOOL,
  supervised,
  type OpenedService,
  type WalkedService,
} from './walked-service.js';

const report = { category: 'FREELANCE', startedOn: '2026-07-15' };

export const employment: WalkedService = {
  name: 'employment',
  module: AppModule,
  async open(): Promise<OpenedService> {
    const service = await startTestService({ name: 'employment', module: AppModule, migrations });
    const graduate = student({ schoolCode: SCHOOL, name: '样例保密' });
    const { registrationId } = graduate;
    await service.receive(
      schoolState(SCHOOL, 1, '样例一', supervised(DISTRICT)),
      schoolState(OTHER_SCHOOL, 1, '样例二', supervised(OTHER_DISTRICT)),
      graduated(graduate),
      certificateIssued(graduate, 'C0001'),
      graduated(student({ schoolCode: OTHER_SCHOOL, name: '样例其他' })),
    );
    await schoolsKnown(service, 2);
    await eventually('the cases and the certificate', async () => {
      expect(await service.query('select 1 as one from cases')).toHaveLength(2);
      expect(await service.query('select 1 as one from registration_certificates')).toHaveLength(1);
    });
    const officer = service.as('school-employment-officer', SCHOOL);
    expect((await officer.post(`/cases/${registrationId}/outcomes`, report)).status).toBe(201);
    return {
      service,
      ids: { schoolCode: SCHOOL, registrationId },
      secrets: ['样例保密', registrationId],
      requests: {
        'GET /cases': [{}, { query: { schoolCode: SCHOOL } }],
        'GET /cases/:registrationId': [{}],
        'GET /audit-entries': [{}, { query: { id: registrationId } }],
        'POST /cases/:registrationId/outcomes': [{ body: report }],
      },
    };
  },
  tellNothing: {
    'GET /cases/export': 'a workbook of the same rows as the list, whose bytes differ each time',
  },
};
