// `kubectl exec … -- node test/cluster/examiner/ask.ts ORDER [JSON]`: hands an order to the examiner of this pod.
import { PORT } from './port.ts';

const [order, body = '{}'] = process.argv.slice(2);
const answer = await fetch(`http://127.0.0.1:${PORT}/${order}`, { method: 'POST', body });
process.stdout.write(await answer.text());
process.exitCode = answer.ok ? 0 : 1;
