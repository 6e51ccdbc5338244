import { eventually, type TestService } from '#testing';
import { startLookup, verifyPath, visible } from './lookup-service.js';
import { certificate, state } from './published-certificate.js';

let lookup: TestService;
beforeAll(async () => {
  lookup = await startLookup();
});
afterAll(() => lookup?.close());

/** Longer than the lookup may lag and still answer. */
const HELD_UP_SECONDS = 16;

describe('a lookup that is not level', () => {
  it('cannot tell, neither of a certificate that is revoked meanwhile nor of one that it has not read', async () => {
    const data = certificate();
    await lookup.receive(state(data));
    await visible(lookup, data.certificateNo);
    const heldUp = lookup.query(
      `do $$ begin lock table entries in exclusive mode; perform pg_sleep(${HELD_UP_SECONDS}); end $$`,
    );
    const unread = certificate();
    await lookup.receive(state({ ...data, status: 'REVOKED' }, 2), state(unread));

    for (const { certificateNo, identity } of [data, unread]) {
      const { body, headers } = await eventually('CANNOT_TELL', async () => {
        const answer = await lookup.anonymous.get(verifyPath(certificateNo, identity.name));
        if (answer.status !== 503) throw new Error(JSON.stringify(answer.body));
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

    await heldUp;
    await visible(lookup, data.certificateNo, 'REVOKED');
    await eventually('level again', async () => {
      const { body } = await lookup.anonymous.get(verifyPath(data.certificateNo, '王小明'));
      expect(body.result).toBe('REVOKED');
    });
  });
});
