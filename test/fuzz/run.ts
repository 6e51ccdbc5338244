import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../../deploy/local/cohort/until.ts';
import { type Config, configOf } from './config.ts';
import { busiestSchool, knownValues } from './known-values.ts';
import { startSystem, type System } from './system.ts';
import { type Document, isOfSchool, type Turn, turnsOf } from './turns.ts';

interface FuzzOptions {
  seed: number;
  examples: number;
  services: readonly string[];
  /** the program */
  tool: string;
  log: Progress;
}

/** Something that schemathesis found. */
interface Found {
  label: string;
  operations?: string[];
}

interface Run {
  service: string;
  role?: string;
  requests: number;
  passed: number;
  failed: number;
  failures: Found[];
  errors: Found[];
  neverDone: string[];
}

/** Sends to each service what its document says, as each role in turn. The traffic stays on this machine. */
export async function runFuzz({ seed, examples, services, tool, log }: FuzzOptions): Promise<Run[]> {
  log('starting the system');
  const system = await startSystem({ log });
  try {
    const school = await busiestSchool(system.api);
    const values = await knownValues(system.api, school);
    const runs: Run[] = [];
    for (const service of services)
      for (const turn of turnsOf(await documentOf(system.urls[service]!))) {
        const { role } = turn;
        const token = role ? await system.tokenFor(role, isOfSchool(role) ? school : undefined) : undefined;
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

const documentOf = async (url: string): Promise<Document> =>
  (await fetch(`${url}/openapi.json`)).json() as Promise<Document>;

/** One run of schemathesis. An operation counts as failed when anything was found at it. */
async function runTurn({
  system,
  tool,
  service,
  turn,
  config,
}: {
  system: System;
  tool: string;
  service: string;
  turn: Turn;
  config: Omit<Config, 'report'>;
}): Promise<Run> {
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
const isDone = (phases: Record<string, { accepted: number }> = {}) =>
  Object.values(phases).some(({ accepted }) => accepted > 0);

async function outputOf(command: string, args: string[], cwd: string) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  await once(child, 'close');
  return Buffer.concat(said).toString();
}

/** The report of schemathesis, as far as it is read. */
interface Report {
  test_cases: { generated: number };
  failures: Found[];
  errors: Found[];
  operations: { selected: number };
  valid_rates: Record<string, Record<string, { accepted: number }>>;
}

function readReport(report: string, said: string): Report {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    throw new Error(`schemathesis gave no report:\n${said}`);
  }
}
