import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { countedFetch } from './counted-fetch.ts';
import { Figures } from './figures.ts';

let server: Server;
let url: string;
beforeAll(async () => {
  server = createServer((request, answer) => {
    const status = Number(request.url!.slice(1));
    if (status) {
      answer.writeHead(status, { 'content-type': 'application/json' });
      answer.end(status === 204 ? undefined : JSON.stringify({ code: 'service-busy' }));
    } else request.socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it('counts as failed what got no answer or a 5xx, and nothing else', async () => {
  const figures = new Figures();
  const send = countedFetch(figures);
  for (const status of [200, 204, 404, 429, 503]) await send(`${url}/${status}`);
  await send(`${url}/reset`).catch(() => {});
  expect(figures.of('set-up')).toMatchObject({
    requests: 6,
    failed: 2,
    busy: 1,
    failures: { '127.0.0.1 503 service-busy': 1, '127.0.0.1 UND_ERR_SOCKET': 1 },
  });
});

it('counts a request to the phase in which it was sent', async () => {
  const figures = new Figures();
  const answered = countedFetch(figures)(`${url}/200`);
  figures.begin('after');
  expect(await (await answered).json()).toEqual({ code: 'service-busy' });
  expect([figures.of('set-up').requests, figures.of('after').requests]).toEqual([1, 0]);
});
