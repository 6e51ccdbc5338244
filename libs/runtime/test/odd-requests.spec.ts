import type { RunningService } from '#runtime';
import { call, startExample } from './example-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startExample('http://127.0.0.1:1');
});
afterAll(() => service.close());

const form = (body: string | Buffer, type?: string, headers?: Record<string, string>) =>
  call(`${service.url}/schools/form`, { body, ...(type && { type }), ...(headers && { headers }) });

describe('a text of a request', () => {
  it.each([
    ['NUL', String.raw`\u0000`],
    ['a control character', String.raw`\u0003`],
    ['half a surrogate pair', String.raw`\ud800`],
  ])('is refused with %s in it, before anything is done', async (_, escape) => {
    const refused = { status: 400, body: { code: 'bad-request' } };
    await expect(form(`{"name": "王${escape}"}`)).resolves.toMatchObject(refused);
    await expect(form(`{"${escape}": "王"}`)).resolves.toMatchObject(refused);
  });

  it.each(['/schools?cursor=%00', '/schools?%07=1', '/schools/S%1F01'])(
    'is refused with a control character in the address %s',
    async (path) => {
      await expect(call(service.url + path)).resolves.toMatchObject({
        status: 400,
        body: { code: 'bad-request' },
      });
    },
  );

  it('may be of several lines, and of any script', async () => {
    const name = '欧阳\t𠮷·买买提\r\n第二行';
    await expect(form(JSON.stringify({ name }))).resolves.toMatchObject({ status: 200, body: { name } });
  });

  it('in another encoding than UTF-8 is refused and not stored with holes', async () => {
    const gb18030 = Buffer.from([...Buffer.from('{"name": "'), 0xcd, 0xf5, ...Buffer.from('"}')]);
    await expect(form(gb18030)).resolves.toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });
});

describe('a file', () => {
  const large = Buffer.alloc(4 * 1024 * 1024, 97);

  it.each(['text/csv', 'multipart/form-data; boundary=b'])(
    'as %s is not read for a route that takes none, nor for one without a token',
    async (type) => {
      const sent = (path: string) => call(service.url + path, { body: large, type });
      await expect(sent('/schools/form')).resolves.toMatchObject({ status: 415 });
      await expect(sent('/schools/imports')).resolves.toMatchObject({ status: 401 });
      await expect(sent('/nowhere')).resolves.toMatchObject({ status: 404 });
    },
  );
});

describe('a body', () => {
  it.each([
    ['compressed', 'application/json', { 'content-encoding': 'gzip' }],
    ['in a charset that is not read', 'application/json; charset=utf-16', {}],
    ['of no type that any route takes', 'text/plain', {}],
  ])('%s is refused', async (_, type, headers) => {
    await expect(form('{"name": "王"}', type, headers)).resolves.toMatchObject({
      status: 415,
      body: { code: 'unsupported-media-type' },
    });
  });

  it('in UTF-8 by its own words is read', async () => {
    await expect(form('{"name": "王"}', 'application/json; charset=UTF-8')).resolves.toMatchObject({
      status: 200,
    });
  });

  it('nested a hundred thousand deep is refused like any other that does not fit', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    await expect(form(deep)).resolves.toMatchObject({ status: 422, body: { code: 'invalid-request' } });
  });
});

describe('a method that an address does not take', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY'])(
    'as %s is told so, and those that it takes',
    async (method) => {
      const { status, headers, body } = await call(`${service.url}/schools`, { method });
      expect(status).toBe(405);
      expect(headers.get('allow')).toBe('GET, HEAD, POST');
      expect(body).toMatchObject({ status: 405, code: 'method-not-allowed' });
    },
  );

  it('is told so whatever it sends along, such as a file', async () => {
    for (const path of ['/schools', '/schools/imports'])
      await expect(
        call(service.url + path, { method: 'PUT', body: '--b', type: 'multipart/form-data; boundary=b' }),
      ).resolves.toMatchObject({ status: 405 });
  });

  it('is told so where another address has a place for any id', async () => {
    await expect(call(`${service.url}/schools/form`)).resolves.toMatchObject({ status: 405 });
    await expect(call(`${service.url}/nowhere`, { method: 'PUT' })).resolves.toMatchObject({ status: 404 });
  });
});
