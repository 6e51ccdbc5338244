import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { base64url, SignJWT } from 'jose';
import type { RunningService } from '#runtime';
import { call, startExample } from './example-service.js';
import { type LocalIssuer, startLocalIssuer } from './local-issuer.js';

/** What the code states: 30 seconds between two clocks, and between two questions for keys. */
const TOLERANCE = 30;
const COOLDOWN_MS = 30_000;

let issuer: LocalIssuer;
let service: RunningService;
beforeEach(async () => {
  issuer = await startLocalIssuer();
  service = await startExample(issuer.url);
  // From here on the service knows the keys.
  await statusOf(await issuer.token());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await service.close();
  await issuer.close();
});

/** The school is not there: the token was good. */
const ALLOWED = 404;
const REFUSED = 401;
const statusOf = async (token: string) => (await call(`${service.url}/schools/S001`, { token })).status;
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const json = (value: object) => base64url.encode(JSON.stringify(value));
const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

/** For jose, which decides by Date.now when it may ask for keys again. */
function later(milliseconds: number): void {
  const now = Date.now() + milliseconds;
  vi.spyOn(Date, 'now').mockReturnValue(now);
}

describe('the algorithm of a token', () => {
  it.each(['none', 'None', 'NONE'])('may not be %s, whatever stands for a signature', async (alg) => {
    const unsigned = `${json({ alg, typ: 'at+jwt', kid: 'e1' })}.${json(issuer.claims())}`;
    await expect(statusOf(`${unsigned}.`)).resolves.toBe(REFUSED);
    await expect(statusOf(`${unsigned}.AAAA`)).resolves.toBe(REFUSED);
  });

  it.each(['HS256', 'HS384', 'HS512'])('may not be %s, with the public key for a secret', async (alg) => {
    const secret = new TextEncoder().encode(await issuer.publicKey());
    const token = await new SignJWT(issuer.claims())
      .setProtectedHeader({ alg, typ: 'at+jwt', kid: 'e1' })
      .sign(secret);
    await expect(statusOf(token)).resolves.toBe(REFUSED);
  });

  it('may not be another than the key’s, though it is one that is taken', async () => {
    const [, claims, signature] = (await issuer.token()).split('.');
    const claimed = json({ alg: 'RS256', typ: 'at+jwt', kid: 'e1' });
    await expect(statusOf(`${claimed}.${claims}.${signature}`)).resolves.toBe(REFUSED);
  });
});

describe('what a token says of itself', () => {
  it('is signed: nothing in it can be changed', async () => {
    const [header, , signature] = (await issuer.token({ role: 'inspector' })).split('.');
    await expect(statusOf(`${header}.${json(issuer.claims())}.${signature}`)).resolves.toBe(REFUSED);
  });

  it.each([
    ['another audience', { aud: 'elsewhere' }],
    ['no audience', { aud: undefined }],
    ['another issuer', { iss: 'http://127.0.0.1:1' }],
    ['no issuer', { iss: undefined }],
    ['no end', { exp: undefined }],
  ])('may not be %s', async (_, claims) => {
    await expect(statusOf(await issuer.token(claims))).resolves.toBe(REFUSED);
  });

  it.each(['JWT', 'logout+jwt', undefined])(
    'may not be that it is a %s, but an access token',
    async (typ) => {
      await expect(statusOf(await issuer.token({}, { typ }))).resolves.toBe(REFUSED);
    },
  );

  it('may be several audiences, if we are among them', async () => {
    await expect(statusOf(await issuer.token({ aud: ['elsewhere', 'jiangtu'] }))).resolves.toBe(ALLOWED);
  });

  it.each([
    ['has expired within', 'exp', -TOLERANCE + 5, ALLOWED],
    ['has expired beyond', 'exp', -TOLERANCE - 1, REFUSED],
    ['is valid only later, within', 'nbf', TOLERANCE - 5, ALLOWED],
    ['is valid only later, beyond', 'nbf', TOLERANCE + 5, REFUSED],
  ])('%s what clocks may differ', async (_, claim, offset, status) => {
    await expect(statusOf(await issuer.token({ [claim]: seconds(offset) }))).resolves.toBe(status);
  });
});

describe('the keys of the issuer', () => {
  it('may be replaced without a restart: the new one is accepted, the old one no longer', async () => {
    const old = await issuer.token({}, { expiresIn: 3600 });
    await issuer.rotate();
    later(COOLDOWN_MS + 1);
    await expect(statusOf(await issuer.token())).resolves.toBe(ALLOWED);
    await expect(statusOf(old)).resolves.toBe(REFUSED);
    expect(issuer.keyRequests()).toBe(2);
  });

  it('are not asked for again by tokens that name keys of their own invention', async () => {
    const inventing = async (count: number) => {
      for (let at = 0; at < count; at++)
        await expect(statusOf(await issuer.token({}, { kid: `invented-${at}` }))).resolves.toBe(REFUSED);
    };
    await inventing(20);
    expect(issuer.keyRequests()).toBe(1);
    later(COOLDOWN_MS + 1);
    await inventing(20);
    expect(issuer.keyRequests()).toBe(2);
    await expect(statusOf(await issuer.token())).resolves.toBe(ALLOWED);
  });

  it('are asked for once by many tokens at the same time', async () => {
    await issuer.rotate();
    later(COOLDOWN_MS + 1);
    const tokens = await Promise.all(Array.from({ length: 10 }, () => issuer.token()));
    await expect(Promise.all(tokens.map(statusOf))).resolves.toEqual(tokens.map(() => ALLOWED));
    expect(issuer.keyRequests()).toBe(2);
  });

  it('are not those that another address holds, to which that of the issuer only points', async () => {
    const pointing = createServer((request, response) => {
      const document = { issuer: urlOf(pointing), jwks_uri: `${issuer.url}/jwks` };
      if (request.url === '/elsewhere') response.end(JSON.stringify(document));
      else response.writeHead(302, { location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await once(pointing, 'listening');
    const other = await startExample(urlOf(pointing));
    const token = await issuer.token({ iss: urlOf(pointing) });
    await expect(call(`${other.url}/schools/S001`, { token })).resolves.toMatchObject({ status: 503 });
    await other.close();
    pointing.close();
    pointing.closeAllConnections();
  });

  it('are asked for again after ten minutes, so that a key that was withdrawn is no longer trusted', async () => {
    const old = await issuer.token({}, { expiresIn: 3600 });
    await issuer.rotate();
    await expect(statusOf(old)).resolves.toBe(ALLOWED);
    later(10 * 60_000 + 1);
    await expect(statusOf(old)).resolves.toBe(REFUSED);
  });
});
