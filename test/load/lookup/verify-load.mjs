import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { measureCpu, round } from '../usage.mjs';

const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const NO_SUCH_YEAR = '1999';

/** The kinds of question, each with the answer that it has to get. They take turns. */
const KINDS = {
  hit: (person) => ({ query: byNumber(person.certificateNo, person.name), result: resultOf(person) }),
  miss: ({ certificateNo, name }) => ({
    query: byNumber(NO_SUCH_YEAR + certificateNo.slice(4), name),
    result: 'NOT_FOUND',
  }),
  'wrong name': ({ certificateNo }) => ({ query: byNumber(certificateNo, '样例无人'), result: 'NOT_FOUND' }),
  'by ID number': ({ idNumber, name, ...person }) => ({ body: { idNumber, name }, result: resultOf(person) }),
};
export const KIND_NAMES = Object.keys(KINDS);

const resultOf = ({ revoked }) => (revoked ? 'REVOKED' : 'VALID');
const byNumber = (certificateNo, name) => new URLSearchParams({ certificateNo, name });

/**
 * Asks once. CANNOT_TELL is an answer too, of a lookup that is not level, as on a machine that comes to nothing.
 * @throws Error when the answer is a wrong one
 */
export async function verify(url, person, kind) {
  const { query, body, result } = KINDS[kind](person);
  const began = performance.now();
  const answer = await request(query ? `${url}/verify?${query}` : `${url}/verify`, body);
  const ms = performance.now() - began;
  const told = answer.result !== 'CANNOT_TELL';
  if (told && answer.result !== result)
    throw new Error(`${kind} of ${person.certificateNo} got ${JSON.stringify(answer)} instead of ${result}`);
  return { ms, told };
}

function request(url, body) {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/json' } : {};
    const sent = http.request(url, { agent, method: body ? 'POST' : 'GET', headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve(JSON.parse(text)));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

/** One question for each person, at a rate, whether or not earlier ones have been answered. */
export async function openLoop(url, people, perSecond) {
  const times = {};
  const asked = [];
  const began = performance.now();
  for (const [at, person] of people.entries()) {
    const early = began + (at * 1_000) / perSecond - performance.now();
    if (early > 0) await sleep(early);
    const kind = KIND_NAMES[at % KIND_NAMES.length];
    const name = kind === 'hit' && person.revoked ? 'revoked' : kind;
    asked.push(
      verify(url, person, kind).then(({ ms, told }) => (times[told ? name : 'cannot tell'] ??= []).push(ms)),
    );
  }
  await Promise.all(asked);
  return { perSecond: round((people.length * 1_000) / (performance.now() - began), 0), ...summaryOf(times) };
}

/** So many callers, each asking again as soon as it has been answered: the most that there is. */
export async function closedLoop(url, people, { callers, processes }) {
  const cpu = measureCpu(processes);
  const began = performance.now();
  const waiting = [...people];
  const times = [];
  const call = async () => {
    for (let person = waiting.pop(); person; person = waiting.pop())
      times.push((await verify(url, person, 'hit')).ms);
  };
  await Promise.all(Array.from({ length: callers }, call));
  const perSecond = round((people.length * 1_000) / (performance.now() - began), 0);
  const { cpuSeconds } = cpu.stop();
  const cpuMs = Object.fromEntries(
    Object.entries(cpuSeconds).map(([name, seconds]) => [name, round((seconds * 1_000) / people.length, 3)]),
  );
  return { callers, perSecond, cpuMsEach: cpuMs, ...summaryOf({ hit: times }) };
}

function summaryOf(times) {
  return { ms: Object.fromEntries(Object.entries(times).map(([kind, each]) => [kind, shares(each)])) };
}

export function shares(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
