import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findJava } from '../../../deploy/local/platform/java-servers.ts';
import { SHORT_LIVED } from '../../../deploy/local/platform/kafka.ts';
import { ensureByMaven, fetchByMaven, helm } from '../../../deploy/local/platform/maven.mjs';

export type Order =
  ['template', chart: string, values: string, result: string] | ['lint', chart: string, result: string];

/**
 * Carries out orders: `['template', chart, valuesFile, result]` or `['lint', chart, result]`. What Helm says stands in the
 * file `result` afterwards, or in `<result>.error` when it refused. By the `helm` of the PATH, else by helm-java, which is
 * the same code as a library.
 */
export async function carryOut(orders: Order[]): Promise<void> {
  if (spawnSync('helm', ['version']).status !== 0) return byHelmJava(orders);
  const left = orders.values();
  const worker = async () => {
    for (const order of left) await byHelm(order);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function byHelm([command, chart, ...files]: Order): Promise<void> {
  const result = files.at(-1)!;
  const args =
    command === 'lint'
      ? ['lint', '--strict', chart]
      : ['template', 'jiangtu', chart, '--namespace=jiangtu', '--kube-version=1.34.0', '--values', files[0]];
  return new Promise((resolve) => {
    execFile('helm', args, { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      // What lint has found stands on its standard output.
      if (error) writeFileSync(`${result}.error`, `${stdout}${stderr}`);
      else writeFileSync(result, stdout);
      resolve();
    });
  });
}

async function byHelmJava(orders: Order[]): Promise<void> {
  const java = findJava(helm.instead);
  await fetchByMaven('helm');
  const folder = ensureByMaven(helm);
  const input = orders.map((order) => order.join('\t')).join('\n');
  const args = [
    ...SHORT_LIVED,
    '-cp',
    path.join(folder, '*'),
    fileURLToPath(new URL('Orders.java', import.meta.url)),
  ];
  // Helm is Go, and leaves nothing behind that would be worth collecting so soon: a third less processor time.
  const env = { ...process.env, GOGC: '400' };
  return new Promise<void>((resolve, reject) => {
    const child = execFile(java, args, { maxBuffer: 1e8, env }, (error, _, stderr) =>
      error ? reject(new Error(`helm-java failed: ${stderr}`)) : resolve(),
    );
    child.stdin?.end(input);
  });
}
