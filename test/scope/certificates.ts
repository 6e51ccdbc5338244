import { eventually, graduated, identityCorrected, startTestService, student } from '#testing';
import { AppModule } from '../../apps/certificates/src/app.module.js';
import { migrations } from '../../apps/certificates/src/migrations/index.js';
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

export const certificates: WalkedService = {
  name: 'certificates',
  module: AppModule,
  async open(): Promise<OpenedService> {
    const service = await startTestService({ name: 'certificates', module: AppModule, migrations });
    const graduate = student({ schoolCode: SCHOOL, name: '样例保密' });
    await service.receive(
      schoolState(SCHOOL, 1, '样例一', supervised(DISTRICT)),
      schoolState(OTHER_SCHOOL, 1, '样例二', supervised(OTHER_DISTRICT)),
      graduated(graduate),
      graduated(student({ schoolCode: OTHER_SCHOOL, name: '样例其他' })),
    );
    await schoolsKnown(service, 2);
    const { registrationId } = graduate;
    const [row] = await eventually('the certificates', async () => {
      const rows = await service.query('select registration_id, certificate_no from certificates');
      expect(rows).toHaveLength(2);
      return rows.filter((each) => each.registration_id === registrationId);
    });
    const certificateNo: string = row!.certificate_no;
    await service.receive(identityCorrected(graduate, { name: '样例更正' }));
    await eventually('the difference', async () =>
      expect(await service.query('select from differing_identities')).toHaveLength(1),
    );
    await service.as('school-registrar', SCHOOL).get('/certificates/refused');
    return {
      service,
      ids: { schoolCode: SCHOOL, registrationId, certificateNo },
      secrets: ['样例保密', registrationId, certificateNo],
      requests: {
        'GET /certificates': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId } },], // prettier-ignore
        'GET /certificates/:certificateNo': [{}],
      },
    };
  },
  tellNothing: {
    'GET /audit-entries': 'nobody does anything to a certificate here, and what was refused names none',
  },
};
