// Budget: 25 s: a service is started, and each request to a store that is away takes a second.
import sharp from 'sharp';
import { eventually, type S3Server, startS3Server, startTestService, type TestService } from '#testing';
import { AppModule } from '../src/app.module.js';
import { migrations } from '../src/migrations/index.js';
import { checkedIn, registered, schoolsKnown, schoolState } from './check-ins.js';

let server: S3Server;
let service: TestService;
beforeAll(async () => {
  server = await startS3Server();
  service = await startTestService({
    name: 'student-records',
    module: AppModule,
    migrations,
    settings: server.settings,
  });
  await service.receive(schoolState('S001'));
  await schoolsKnown(service, 1);
});
afterAll(async () => {
  await service?.close();
  await server?.close();
});

const registrar = () => service.as('school-registrar', 'S001');
const portrait = () =>
  sharp({ create: { width: 716, height: 882, channels: 3, background: '#7a5' } })
    .jpeg()
    .toBuffer();

it('A photo and a paper lie in the store of the city, and go from it with the erasure of who never became a student', async () => {
  const [{ registrationId, personId }] = (await registered(service, checkedIn())) as [any];
  const photos = `/registrations/${registrationId}/photos`;
  expect((await registrar().post(photos, await portrait(), 'image/jpeg')).status).toBe(200);
  const paper = await registrar().post(
    `/evidence?kind=OTHER&registrationId=${registrationId}`,
    Buffer.from('%PDF-1.7\n'),
    'application/pdf',
  );
  expect(paper.status).toBe(201);
  expect(server.objects()).toHaveLength(2);
  const [photo] = (await registrar().get(photos)).body.items;
  const shown = await registrar().get(`${photos}/${photo.photoId}`);
  expect(await sharp(shown.body as Buffer).metadata()).toMatchObject({ format: 'jpeg', width: 358 });

  await server.stop();
  expect(await registrar().get(`${photos}/${photo.photoId}`)).toMatchObject({
    status: 503,
    body: { code: 'file-store-away', title: expect.stringContaining('请稍后重试') },
  });
  expect((await registrar().post(photos, await portrait(), 'image/jpeg')).body).toMatchObject({
    code: 'file-store-away',
  });
  expect((await service.anonymous.get('/health/ready')).status).toBe(200);
  expect((await registrar().get(photos)).body.items).toHaveLength(1);
  await server.start();

  const officer = service.as('city-officer');
  await officer.post('/registrations/batch-reject', {
    registrationIds: [registrationId],
    reason: '材料不全',
  });
  const order = { legalGround: 'CONSENT_WITHDRAWN', reason: '本人申请' };
  expect((await officer.post(`/persons/${personId}/erase`, order)).status).toBe(200);
  expect((await officer.get(`${photos}/${photo.photoId}`)).body).toMatchObject({ code: 'person-erased' });
  await eventually('objects that are gone', async () => expect(server.objects()).toEqual([]));
});
