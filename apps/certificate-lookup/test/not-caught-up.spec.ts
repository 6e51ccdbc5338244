// Budget: 25 s: a lookup may lag for ten seconds before it says so.
import { eventually, hold, stepWallClock, type TestService } from '#testing';
import { startLookup, verifyPath, visible } from './lookup-service.js';
import { certificate, state } from './published-certificate.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup({ VERIFY_LIMIT_PER_MINUTE: '100000' });
});
afterAll(() => lookup?.close());

/** Keeps the service from writing entries, as a stuck migration or an overloaded database would. */
const holdUp = () => hold(lookup, 'lock table entries in exclusive mode');

describe('a lookup that is not caught up', () => {
  it('cannot tell, neither of a certificate that is revoked meanwhile nor of one that it has not read', async () => {
    const data = certificate();
    await lookup.receive(state(data));
    await visible(lookup, data.certificateNo);
    const held = await holdUp();
    const unread = certificate();
    await lookup.receive(state({ ...data, status: 'REVOKED' }, 2), state(unread));

    for (const { certificateNo, identity } of [data, unread]) {
      const { body, headers } = await eventually('CANNOT_TELL', async () => {
        const answer = await lookup.anonymous.get(verifyPath(certificateNo, identity.name));
        expect(answer.status).toBe(503);
        return answer;
      });
      expect(body).toEqual({ result: 'CANNOT_TELL', asOf: expect.any(String) });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const page = await lookup.anonymous.get(verifyPath(data.certificateNo, '王小明'), {
      accept: 'text/html',
    });
    expect(page.status).toBe(503);
    expect(page.body).toContain('暂时无法查询，请稍后再试');

    await held.release();
    await visible(lookup, data.certificateNo, 'REVOKED');
    await eventually('caught up again', async () => {
      const { body } = await lookup.anonymous.get(verifyPath(data.certificateNo, '王小明'));
      expect(body.result).toBe('REVOKED');
    });
  });

  it('cannot tell when its clock is put back meanwhile, and names no moment that has not come', async () => {
    const data = certificate();
    await lookup.receive(state(data));
    await visible(lookup, data.certificateNo);
    const held = await holdUp();
    await lookup.receive(state({ ...data, status: 'REVOKED' }, 2));
    const putBack = stepWallClock(-3_600_000);
    try {
      const answer = await lookup.anonymous.get(verifyPath(data.certificateNo, data.identity.name));
      expect(answer).toMatchObject({ status: 503, body: { result: 'CANNOT_TELL' } });
      expect(answer.body).not.toHaveProperty('asOf');
      await held.release();
      await eventually('REVOKED by the new clock', async () => {
        const { body } = await lookup.anonymous.get(verifyPath(data.certificateNo, data.identity.name));
        expect(body.result).toBe('REVOKED');
        expect(new Date(body.asOf).getTime()).toBeLessThanOrEqual(new Date().getTime());
      });
    } finally {
      putBack();
    }
  });
});
