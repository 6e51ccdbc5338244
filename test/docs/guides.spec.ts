// Budget: 90 s: five processes, and every command of two pages.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { tokenFor } from '#testing';
import { type RunningCity, startCity } from '../harness/running-city.ts';

/** The pages that are shell scripts with explanations, and what their last commands must have brought about. */
const GUIDES = {
  'opening-a-city.md': [
    '"rows":5,"stored":4,"refused":1',
    '"state":"CONFIRMED"',
    '"takenOver":true',
    '"rule":',
  ],
  'walkthrough.md': ['"result":"VALID"', '"result":"REVOKED"', '"state":"CANCELLED"'],
};

let city: RunningCity;
beforeAll(async () => {
  city = await startCity();
  mkdirSync(`${city.dir}/var/local`, { recursive: true });
  const services = Object.fromEntries(Object.entries(city.urls).map(([name, url]) => [name, { url }]));
  writeFileSync(`${city.dir}/var/local/endpoints.json`, JSON.stringify({ services }));
}, 120_000);
afterAll(() => city?.stop());

it.each(Object.entries(GUIDES))(
  'docs/%s does what it says, command by command',
  async (page, brought) => {
    const text = readFileSync(`docs/${page}`, 'utf8');
    const commands = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
    writeFileSync(`${city.dir}/npm`, await tokenCommand(text), { mode: 0o755 });
    const env = { ...process.env, PATH: `${path.resolve(city.dir)}:${process.env.PATH}` };
    const run = promisify(execFile)('bash', ['-eu', '-c', commands.join('\n')], { cwd: city.dir, env, timeout: 100_000 }); // prettier-ignore
    const { stdout } = await run.catch((error: Error & { stdout: string; stderr: string }) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`, { cause: error });
    });
    const answers = stdout.split('\n');
    expect(answers.filter((line) => /urn:jiangtu:problem|"refused":\[\{/.test(line))).toEqual([]);
    expect(brought.filter((each) => !stdout.includes(each))).toEqual([]);
  },
  120_000,
);

/** In the place of `npm run token`, which asks the issuer of `npm start`: the same tokens, of the issuer of this test run. */
async function tokenCommand(page: string): Promise<string> {
  const asked = [...new Set([...page.matchAll(/\$\(token (.+?)\)/g)].map(([, options]) => options!))];
  const cases = asked.map(async (options) => {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ args: options.split(' '), options: { role: text, school: text, district: text, person: text } }); // prettier-ignore
    return `'run --silent token -- ${options}') echo ${await tokenFor(values.role!, values.school ?? values.district, values.person)};;`;
  });
  return ['#!/usr/bin/env bash', 'case "$*" in', ...(await Promise.all(cases)), '*) exit 1;;', 'esac'].join(
    '\n',
  );
}
