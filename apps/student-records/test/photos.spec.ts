// Budget: 20 s: images are made, and many students registered.
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { StudentGraduated } from '#contracts';
import { sha256Of } from '#files';
import { eventually, type TestService } from '#testing';
import {
  activeStudents,
  checkedIn,
  graduated,
  registered,
  schoolsKnown,
  schoolState,
  show,
  startStudentRecords,
} from './check-ins.js';

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), schoolState('S002'));
  await schoolsKnown(service, 2);
});
afterAll(() => service?.close());

let shade = 0;
/** Each call another one. */
const portrait = (width = 716, height = 882) =>
  sharp({ create: { width, height, channels: 3, background: { r: ++shade * 20, g: 120, b: 90 } } })
    .jpeg()
    .toBuffer();
const registrar = (school = 'S001') => service.as('school-registrar', school);
const upload = (id: string, image: Buffer, reason?: string) =>
  registrar().post(`/registrations/${id}/photos${reason ? `?reason=${reason}` : ''}`, image, 'image/jpeg');
const photosOf = async (id: string) => (await registrar().get(`/registrations/${id}/photos`)).body.items;
const archive = (files: Record<string, Uint8Array>, reason?: string) =>
  registrar().post(
    `/registrations/photos/batch-upload${reason ? `?reason=${reason}` : ''}`,
    Buffer.from(zipSync(files)),
    'application/zip',
  );
const numbersOf = async (ids: string[]) =>
  Promise.all(ids.map(async (id) => String((await show(service, id)).studentNo)));
const contents = () => service.query('select file_id, content from stored_files');

const archiveOf = async (count: number) => {
  const numbers = await numbersOf(await activeStudents(service, count));
  return Object.fromEntries(
    await Promise.all(numbers.map(async (each) => [`${each}.jpg`, await portrait()])),
  );
};
const countOf = (files: Record<string, Uint8Array>) =>
  service.countStatements(async () => expect((await archive(files)).body).toMatchObject({ refused: [] }));

describe('The photo of a student', () => {
  it('is made anew in the standard form, sealed, named by its hash, and shown to its school and the authorities, each time with an entry in the audit trail', async () => {
    const [id] = await activeStudents(service, 1);
    const image = await portrait();
    const answer = await upload(id!, image);
    expect(answer).toMatchObject({
      status: 200,
      body: { photoSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const [photo] = await photosOf(id!);
    expect(photo).toMatchObject({ sha256: answer.body.photoSha256, uploadedBy: 'school-registrar:S001' });
    const address = `/registrations/${id}/photos/${photo.photoId}`;
    const { status, body: jpeg, headers } = await service.as('city-officer').get(address);
    expect([status, headers.get('cache-control'), headers.get('content-type')]).toEqual([
      200,
      'no-store',
      'image/jpeg',
    ]);
    expect(sha256Of(jpeg)).toBe(photo.sha256);
    expect(await sharp(jpeg as Buffer).metadata()).toMatchObject({ format: 'jpeg', width: 358, height: 441 });
    for (const { content } of await contents())
      expect((content as Buffer).includes(jpeg.subarray(0, 64))).toBe(false);
    expect((await registrar('S002').get(address)).status).toBe(404);
    const { items } = (await service.as('city-officer').get(`/audit-entries?id=${id}`)).body;
    expect(items.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['view-photo', 'upload-photo']),
    );
    const { entries } = (await service.as('city-officer').get(`/registrations/${id}/history`)).body;
    expect(entries.at(-1)).toMatchObject({ happened: 'upload-photo' });
  });

  it('comes as a form as well, and changes nothing where it is the one that is known', async () => {
    const [id] = await activeStudents(service, 1);
    const image = await portrait();
    const form = (boundary: string) =>
      Buffer.concat([
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`), // prettier-ignore
        image,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
    const path = `/registrations/${id}/photos`;
    const first = await registrar().post(path, form('xx'), 'multipart/form-data; boundary=xx');
    expect(first.status).toBe(200);
    expect((await upload(id!, image)).body).toEqual(first.body);
    expect(await photosOf(id!)).toHaveLength(1);
  });

  it('is replaced with a reason once there is one, the one before stays, and the graduation names that of its day for good', async () => {
    const [id] = await activeStudents(service, 1);
    await upload(id!, await portrait());
    const other = await portrait();
    expect((await upload(id!, other)).body).toMatchObject({ code: 'photo-reason-missing' });
    const { photoSha256 } = (await upload(id!, other, 'POOR_QUALITY')).body;
    expect(await photosOf(id!)).toMatchObject([{ sha256: photoSha256, reason: 'POOR_QUALITY' }, {}]);
    await graduated(service, [id!]);
    expect((await upload(id!, await portrait(), 'POOR_QUALITY')).body).toMatchObject({
      code: 'photo-settled',
    });
    const named = async (times: number) =>
      eventually(`${times} graduations`, async () => {
        const told = (await service.published(StudentGraduated)).filter(
          ({ data }) => data.registrationId === id,
        );
        expect(told.map(({ data }) => data.photoSha256)).toEqual(Array(times).fill(photoSha256));
      });
    await named(1);
    await service.as('operator').post('/republish', { topic: 'student-records.graduations.v1' });
    await named(2);
  });

  it.each([
    ['no image', () => Buffer.from('%PDF-1.7\n'), 'file-type-not-accepted'],
    ['more than two mebibytes', () => Buffer.alloc(2 * 2 ** 20 + 1, 0xff), 'file-too-large'],
    ['too small', () => portrait(179, 221), 'photo-too-small'],
    ['a landscape', () => portrait(900, 500), 'photo-not-portrait'],
    ['half an image', async () => (await portrait()).subarray(0, 1_500), 'image-unreadable'],
  ])('is refused where it is %s', async (_, made, code) => {
    const [id] = await activeStudents(service, 1);
    expect((await upload(id!, await made())).body).toMatchObject({ code });
    expect(await show(service, id!)).not.toHaveProperty('photoSha256');
  });

  it('goes with the erasure of who never became a student', async () => {
    const [one] = await registered(service, checkedIn());
    expect((await upload(one!.registrationId, await portrait())).status).toBe(200);
    const [photo] = await photosOf(one!.registrationId);
    const officer = service.as('city-officer');
    const reject = { registrationIds: [one!.registrationId], reason: '材料不全' };
    await officer.post('/registrations/batch-reject', reject);
    const order = { legalGround: 'CONSENT_WITHDRAWN', reason: '本人申请' };
    expect((await officer.post(`/persons/${one!.personId}/erase`, order)).status).toBe(200);
    const gone = await officer.get(`/registrations/${one!.registrationId}/photos/${photo.photoId}`);
    expect(gone.body).toMatchObject({ code: 'person-erased' });
    expect((await contents()).map((row) => row.file_id)).not.toContain(photo.photoId);
    const keys = await service.query('select sealed_key from data_keys where subject = $1', [`file:${photo.photoId}`]); // prettier-ignore
    expect(keys).toEqual([{ sealed_key: null }]);
  });
});

describe('An archive of photos', () => {
  it('is stored by student numbers, and names each file that is refused with the reason', async () => {
    const ids = await activeStudents(service, 2);
    const [one, two] = await numbersOf(ids);
    const known = await portrait();
    await upload(ids[1]!, known);
    const files = {
      [`1班/${one}.jpg`]: await portrait(),
      [`1班/${two}.jpg`]: known,
      [`2班/${one}.jpg`]: await portrait(),
      'S00000000000.jpg': await portrait(),
      '名单.txt': Buffer.from('无'),
      '__MACOSX/._1.jpg': Buffer.from('x'),
    };
    const answer = await archive(files);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, unchanged: 1 } });
    expect(answer.body.refused.map(({ id, code }: any) => [id, code]).toSorted()).toEqual([
      ['S00000000000.jpg', 'not-found'],
      [`${one}.jpg`, 'photo-given-twice'],
      ['名单.txt', 'file-type-not-accepted'],
    ]);
    expect(await photosOf(ids[0]!)).toHaveLength(1);
    expect((await archive({ [`${one}.png`]: await portrait() })).body.refused).toMatchObject([
      { code: 'photo-reason-missing', title: expect.stringContaining('更换须说明原因') },
    ]);
    expect((await registrar('S002').post('/registrations/photos/batch-upload', Buffer.from(zipSync({ [`${one}.jpg`]: await portrait() })), 'application/zip')).body).toMatchObject({ accepted: 0, refused: [{ code: 'not-found' }] }); // prettier-ignore
  });

  it('is refused as a whole where it is broken', async () => {
    const { body } = await registrar().post('/registrations/photos/batch-upload', Buffer.from('PK\u0003\u0004…'), 'application/zip'); // prettier-ignore
    expect(body).toMatchObject({ code: 'photo-archive-unreadable' });
  });

  it('takes as many statements for six photos as for two', async () => {
    const [two, six] = [await archiveOf(2), await archiveOf(6)];
    expect(await countOf(six)).toBe(await countOf(two));
  });
});
