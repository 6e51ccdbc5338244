// The process of the examiner's pod: takes orders until it is ended.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { inWords } from '../../../deploy/local/sentence.mjs';
import { cityWorld } from './city-world.mjs';
import { Examiner } from './examiner.mjs';
import { PORT } from './port.mjs';

const examiner = new Examiner((send) => cityWorld(process.env, send));

const server = createServer((request, answer) => {
  carryOut(request).then(
    (result = {}) => answer.end(JSON.stringify(result)),
    (error) => answer.writeHead(500).end(inWords(error)),
  );
});
server.requestTimeout = 0;
server.listen(PORT, '127.0.0.1', () => console.log('The examiner takes orders.'));
process.once('SIGTERM', () => process.exit());

async function carryOut(request) {
  const order = examiner.orders[request.url.slice(1)];
  if (!order) throw new Error(`No order ${request.url}.`);
  return order(JSON.parse(await text(request)));
}
