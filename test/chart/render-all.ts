import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inWords } from '../../deploy/local/user-facing-error.mjs';
import { installs, linted, upgrades, wrong } from './cases.ts';
import type { Values } from './combinations.ts';
import { chartIn, chartWith, withHooks } from './charts.ts';
import { carryOut, type Order } from './helm/helm.ts';

interface NamedOrder {
  name: string;
  order: Order;
}

const folder = path.resolve('var/chart');
const file = (name: string) => path.join(folder, name);

/** Renders everything in one go, beside the first specs; those of the chart wait for var/chart/rendered.json. */
export default function startRendering(): () => Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const rendering = renderAll().then(
    (results) => write({ results }),
    (error: unknown) => write({ failure: inWords(error) }),
  );
  return () => rendering;
}

/** Whole or not at all: a spec may be looking for it. */
function write(outcome: object) {
  writeFileSync(file('being-written'), JSON.stringify(outcome));
  renameSync(file('being-written'), file('rendered.json'));
}

async function renderAll() {
  mkdirSync(file('results'), { recursive: true });
  const install = chartIn(file('install'));
  const upgrade = chartIn(file('upgrade'), { upgrade: true });
  const orders = [
    ...templates(install, { ...installs, ...wrong }),
    ...templates(upgrade, upgrades),
    ...Object.entries(linted).map(([name, values]) => lint(`lint: ${name}`, values)),
  ];
  await carryOut(orders.map(({ order }) => order));
  return Object.fromEntries(orders.map(({ name, order }) => [name, resultIn(order.at(-1)!)]));
}

let count = 0;
const nextResult = () => file(`results/${(count += 1)}`);

function templates(chart: string, cases: Record<string, Values>): NamedOrder[] {
  return Object.entries(cases).map(([name, values]) => {
    const result = nextResult();
    // JSON is YAML.
    writeFileSync(`${result}.values`, JSON.stringify(values));
    return { name, order: ['template', chart, `${result}.values`, result] };
  });
}

function lint(name: string, values: Values): NamedOrder {
  const chart = chartWith(file(`lint/${name.replace('lint: ', '')}`), values);
  return { name, order: ['lint', chart, nextResult()] };
}

function resultIn(result: string) {
  const error = `${result}.error`;
  return existsSync(error)
    ? { error: readFileSync(error, 'utf8') }
    : { text: withHooks(readFileSync(result, 'utf8')) };
}
