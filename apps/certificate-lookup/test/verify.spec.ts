import type { TestService } from '#testing';
import { startLookup, verifyPath, visible } from './lookup-service.js';
import { certificate, state } from './published-certificate.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup();
});
afterAll(() => lookup?.close());

async function published(...args: Parameters<typeof certificate>) {
  const data = certificate(...args);
  await lookup.receive(state(data));
  await visible(lookup, data.certificateNo, data.status);
  return data;
}

const verify = (certificateNo: string, name: string) => lookup.anonymous.get(verifyPath(certificateNo, name));

describe('a valid certificate', () => {
  it('is found by its number and the name, with what is printed on it and as of when', async () => {
    const { certificateNo } = await published();
    const before = Date.now();
    const { status, body, headers } = await verify(certificateNo, '王小明');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      result: 'VALID',
      certificate: {
        certificateNo,
        kind: 'GRADUATION',
        schoolName: '样例技师学院',
        majorName: '数控加工（样例）',
        classType: 'SENIOR',
        studyMode: 'FULL_TIME',
        from: '2023-09-01',
        to: '2026-06-30',
        issueDate: '2026-06-30',
        treatment: { as: 'JUNIOR_COLLEGE', statement: { zh: '按照大学专科学历毕业生享受同等待遇' } },
      },
    });
    expect(Math.abs(before - Date.parse(body.asOf))).toBeLessThan(11_000);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('says that it was given on paper before the system, where it was taken over', async () => {
    const { certificateNo } = await published({ certificateNo: '渝技〔2019〕001号', takenOver: true });
    const { body } = await verify(certificateNo, '王小明');
    expect(body).toMatchObject({ result: 'VALID', certificate: { takenOver: true } });
    const page = await lookup.anonymous.get(verifyPath(certificateNo, '王小明'), { accept: 'text/html' });
    expect(page.body).toContain('由学校登记接管');
  });

  it('is shown with the codes that a city has added to the lists, on the page too', async () => {
    const added = {
      kind: 'TRAINING',
      classType: 'BASIC',
      treatment: { as: 'CITY_TALENT', ruleVersion: 'x' },
    };
    const { certificateNo } = await published(added);
    const { body } = await verify(certificateNo, '王小明');
    expect(body).toMatchObject({
      result: 'VALID',
      certificate: { kind: 'TRAINING', classType: 'BASIC', treatment: { as: 'CITY_TALENT' } },
    });
    expect(body.certificate.treatment.statement.zh).toMatch(/CITY_TALENT/);
    const page = await lookup.anonymous.get(verifyPath(certificateNo, '王小明'), { accept: 'text/html' });
    expect(page.body).toMatch(/TRAINING[^]*BASIC[^]*CITY_TALENT/);
  });

  it('is found by the ID number and the name, as JSON and as a form', async () => {
    const { certificateNo, identity } = await published();
    const asJson = await lookup.anonymous.post('/verify', {
      idNumber: identity.idNumber,
      name: identity.name,
    });
    expect(asJson).toMatchObject({ status: 200, body: { result: 'VALID', certificate: { certificateNo } } });
    const form = new URLSearchParams({ idNumber: identity.idNumber.toLowerCase(), name: identity.name });
    const asForm = await lookup.anonymous.post(
      '/verify',
      form.toString(),
      'application/x-www-form-urlencoded',
    );
    expect(asForm.body).toMatchObject({ result: 'VALID', certificate: { certificateNo } });
  });

  it('shows neither the name nor the ID number in full, and neither lies in the database', async () => {
    const { certificateNo, identity } = await published({ identity: { name: '欧阳测试' } });
    const { body } = await verify(certificateNo, '欧阳测试');
    const shown = JSON.stringify(body);
    expect(body.certificate).toMatchObject({ maskedName: '欧***' });
    expect(shown).not.toContain(identity.name);
    expect(shown).not.toContain(identity.idNumber);
    const [row] = await lookup.query('select * from entries where certificate_no = $1', [certificateNo]);
    expect(JSON.stringify(row)).not.toContain(identity.name);
    expect(JSON.stringify(row)).not.toContain(identity.idNumber);
  });

  it.each([
    ['张𬎆', '张𬎆', '张*'],
    ['𠮷小明', '𠮷小明', '𠮷**'],
    ['阿依·买买提', '阿依·买买提', '阿*****'],
    ['阿依·买买提', '阿依•买买提', '阿*****'],
    ['Li Ming', 'LI MING', 'L******'],
  ])('of %s is found when %s is typed', async (name, typed, maskedName) => {
    const { certificateNo } = await published({ identity: { name } });
    expect((await verify(certificateNo, typed)).body).toMatchObject({
      result: 'VALID',
      certificate: { maskedName },
    });
  });

  it('does not hide a second certificate of the same person', async () => {
    const first = await published({ classType: 'INTERMEDIATE', issueDate: '2023-06-30' });
    const second = await published({ identity: first.identity, issueDate: '2026-06-30' });
    const { body } = await lookup.anonymous.post('/verify', {
      idNumber: first.identity.idNumber,
      name: first.identity.name,
    });
    expect(body).toMatchObject({
      certificate: { certificateNo: second.certificateNo },
      others: [{ result: 'VALID', certificate: { certificateNo: first.certificateNo } }],
    });
  });
});

describe('a look-up that fits nothing', () => {
  it('gets the same answer for a wrong name, a wrong number and a number of somebody else', async () => {
    const mine = await published();
    const other = await published({ identity: { name: '李四' } });
    const answers = [
      await verify(mine.certificateNo, '王小红'),
      await verify('2026500000S001399999', '王小明'),
      await verify(other.certificateNo, '王小明'),
      await lookup.anonymous.post('/verify', { idNumber: mine.identity.idNumber, name: '李四' }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toEqual({ result: 'NOT_FOUND', asOf: expect.any(String) });
    }
  });

  it.each([
    ['without a name', { certificateNo: '2026500000S001300001' }, 'name', 'name-missing'],
    ['without a number', { name: '王小明' }, 'certificateNo', 'certificate-no-missing'],
    [
      'with an ID number that cannot be',
      { idNumber: '110105194912310021', name: '王小明' },
      'idNumber',
      'id-number-check-failed',
    ],
    [
      'with both numbers',
      { idNumber: 'E12345678', certificateNo: '2026S001', name: '王' },
      'idNumber',
      'one-number-only',
    ],
    [
      'with an unknown field',
      { certificateNo: '2026S001', name: '王小明', phone: '1' },
      'phone',
      'unknown-field',
    ],
  ])('is refused %s', async (_how, form, path, code) => {
    const { status, body } = await lookup.anonymous.post('/verify', form);
    expect(status).toBe(422);
    expect(body.errors).toContainEqual(expect.objectContaining({ path, code }));
  });

  it('is refused with an ID number in the address, without repeating it', async () => {
    const { status, body } = await lookup.anonymous.get('/verify?idNumber=110105194912310029&name=x');
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 'id-number-in-address',
      detail: expect.stringContaining('POST /verify'),
    });
    expect(JSON.stringify(body)).not.toContain('110105194912310029');
  });
});

describe('a certificate that is valid no more', () => {
  it('is REVOKED with the date and without a reason, and an older state does not bring it back', async () => {
    const data = await published();
    const statusAt = '2026-07-02T03:04:05.000Z';
    await lookup.receive(state({ ...data, status: 'REVOKED', statusAt }, 3));
    await visible(lookup, data.certificateNo, 'REVOKED');
    await lookup.receive(state(data, 2));
    await published();
    const { body } = await verify(data.certificateNo, '王小明');
    expect(body).toMatchObject({ result: 'REVOKED', statusAt });
  });

  it('is SUPERSEDED with the number of the one that replaced it', async () => {
    const { certificateNo } = await published({ status: 'SUPERSEDED', replacedBy: '2026500000S001388888' });
    expect((await verify(certificateNo, '王小明')).body).toMatchObject({
      result: 'SUPERSEDED',
      replacedBy: '2026500000S001388888',
    });
  });

  it('is SUSPENDED while it is', async () => {
    const { certificateNo } = await published({ status: 'SUSPENDED' });
    expect((await verify(certificateNo, '王小明')).body.result).toBe('SUSPENDED');
  });
});

describe('partners', () => {
  it('verify with their token, and nobody else does there', async () => {
    const { certificateNo, identity } = await published();
    const form = { certificateNo, name: identity.name };
    expect(await lookup.as('lookup-client').post('/partner/verify', form)).toMatchObject({
      status: 200,
      body: { result: 'VALID' },
    });
    expect((await lookup.as('school-registrar', 'S001').post('/partner/verify', form)).status).toBe(403);
    expect((await lookup.anonymous.post('/partner/verify', form)).status).toBe(401);
  });
});
