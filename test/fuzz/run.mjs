import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configOf } from './config.mjs';
import { busiestSchool, knownValues } from './known-values.mjs';
import { startSystem } from './system.mjs';
import { isOfSchool, turnsOf } from './turns.mjs';

/** Sends to each service what its document says, as each role in turn. The traffic stays on this machine. */
export async function runFuzz({ seed, examples, services, tool, log }) {
  log('starting the system');
  const system = await startSystem({ log });
  try {
    const school = await busiestSchool(system.api);
    const values = await knownValues(system.api, school);
    const runs = [];
    for (const service of services)
      for (const turn of turnsOf(await documentOf(system.urls[service]))) {
        const token =
          turn.role && (await system.tokenFor(turn.role, isOfSchool(turn.role) ? school : undefined));
        const config = { seed, examples, token, values };
        const run = await runTurn({ system, tool, service, turn, config });
        log(
          `${service} as ${turn.role ?? 'anyone'}: ${run.passed} passed, ${run.failed} failed, ${run.requests} requests`,
        );
        runs.push(run);
      }
    return runs;
  } finally {
    await system.stop();
  }
}

const documentOf = async (url) => (await fetch(`${url}/openapi.json`)).json();

/** One run of schemathesis. An operation counts as failed when anything was found at it. */
async function runTurn({ system, tool, service, turn, config }) {
  const dir = path.join(system.dir, 'fuzz', `${service}-${turn.role ?? 'anyone'}`);
  mkdirSync(dir, { recursive: true });
  const report = path.join(dir, 'report.json');
  const file = path.join(dir, 'schemathesis.toml');
  writeFileSync(file, configOf({ ...config, report }));
  const only = turn.operations.flatMap((name) => ['--include-name', name]);
  const document = `${system.urls[service]}/openapi.json`;
  const said = await outputOf(tool, ['--no-color', '--config-file', file, 'run', document, ...only], dir);
  const { test_cases: cases, failures, errors, operations, valid_rates: rates } = readReport(report, said);
  // At operations of the document only: a refusal of another method stands under a name of its own.
  const failed = new Set([...failures, ...errors].flatMap((each) => each.operations ?? [each.label]));
  if (failed.size > 0) console.error(said);
  return {
    service,
    role: turn.role,
    requests: cases.generated,
    passed: Math.max(0, operations.selected - failed.size),
    failed: failed.size,
    failures,
    errors,
    neverDone: turn.operations.filter((name) => !isDone(rates[name])),
  };
}

/** Whether any request of any phase was answered with 2xx: otherwise only refusals of the operation were looked at. */
const isDone = (phases = {}) => Object.values(phases).some(({ accepted }) => accepted > 0);

async function outputOf(command, args, cwd) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  await once(child, 'close');
  return Buffer.concat(said).toString();
}

function readReport(report, said) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new Error(`schemathesis gave no report:\n${said}`);
  }
}
