// The process of the examiner's pod: takes orders until it is ended.
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { inWords } from '../../../deploy/local/user-facing-error.mjs';
import { releasedSystem } from './released-system.ts';
import { Examiner } from './examiner.ts';
import { PORT } from './port.ts';

const examiner = new Examiner((send) => releasedSystem(process.env, send));

const server = createServer((request, answer) => {
  carryOut(request).then(
    (result = {}) => answer.end(JSON.stringify(result)),
    (error) => answer.writeHead(500).end(inWords(error)),
  );
});
server.requestTimeout = 0;
server.listen(PORT, '127.0.0.1', () => console.log('The examiner takes orders.'));
process.once('SIGTERM', () => process.exit());

async function carryOut(request: IncomingMessage): Promise<unknown> {
  const orders: Record<string, (body: any) => unknown> = examiner.orders;
  const order = orders[request.url?.slice(1) ?? ''];
  if (!order) throw new Error(`No order ${request.url}.`);
  return order(JSON.parse(await text(request)));
}
