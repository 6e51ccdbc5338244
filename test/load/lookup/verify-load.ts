import { openLoop } from '../measure.ts';
import { type Percentiles, percentiles, round } from '../usage.ts';
import type { Person } from './sample-people.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const NO_SUCH_YEAR = '1999';

interface Question {
  /** by GET, else by POST */
  query?: URLSearchParams;
  body?: object;
  /** the answer that it has to get */
  result: string;
}

/** The kinds of question. They take turns. */
const KINDS = {
  hit: (person) => ({ query: byNumber(person.certificateNo, person.name), result: resultOf(person) }),
  miss: ({ certificateNo, name }) => ({
    query: byNumber(NO_SUCH_YEAR + certificateNo.slice(4), name),
    result: 'NOT_FOUND',
  }),
  'wrong name': ({ certificateNo }) => ({ query: byNumber(certificateNo, '样例无人'), result: 'NOT_FOUND' }),
  'by ID number': ({ idNumber, name, ...person }) => ({ body: { idNumber, name }, result: resultOf(person) }),
} satisfies Record<string, (person: Person) => Question>;
type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

const resultOf = ({ revoked }: Pick<Person, 'revoked'>) => (revoked ? 'REVOKED' : 'VALID');
const byNumber = (certificateNo: string, name: string) => new URLSearchParams({ certificateNo, name });

/**
 * Asks once. CANNOT_TELL is an answer too, of a lookup that is not caught up, as on a machine that comes to nothing.
 * @throws Error when the answer is a wrong one
 */
export async function verify(
  url: string,
  person: Person,
  kind: Kind,
): Promise<{ ms: number; told: boolean }> {
  const { query, body, result }: Question = KINDS[kind](person);
  const began = performance.now();
  const sent = body && { method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) };
  const answer: any = await (await fetch(`${url}/verify?${query?.toString() ?? ''}`, sent)).json();
  const ms = performance.now() - began;
  const told = answer.result !== 'CANNOT_TELL';
  if (told && answer.result !== result)
    throw new Error(`${kind} of ${person.certificateNo} got ${JSON.stringify(answer)} instead of ${result}`);
  return { ms, told };
}

export interface Asked {
  perSecond: number;
  /** by kind of question */
  ms: Record<string, Percentiles>;
}

/** One question for each person, at a rate. */
export async function askAt(url: string, people: Person[], perSecond: number): Promise<Asked> {
  const times: Record<string, number[]> = {};
  return asked(people.length, times, () =>
    openLoop(people, perSecond, async (person, at) => {
      const kind = KIND_NAMES[at % KIND_NAMES.length]!;
      const { ms, told } = await verify(url, person, kind);
      const name = kind === 'hit' && person.revoked ? 'revoked' : kind;
      (times[told ? name : 'cannot tell'] ??= []).push(ms);
    }),
  );
}

/** So many callers, each asking again as soon as it has been answered: the most that there is. */
export async function askByCallers(url: string, people: Person[], callers: number): Promise<Asked> {
  const waiting = [...people];
  const hit: number[] = [];
  const call = async () => {
    for (let person = waiting.pop(); person; person = waiting.pop())
      hit.push((await verify(url, person, 'hit')).ms);
  };
  return asked(people.length, { hit }, () => Promise.all(Array.from({ length: callers }, call)));
}

async function asked(
  count: number,
  times: Record<string, number[]>,
  work: () => Promise<unknown>,
): Promise<Asked> {
  const began = performance.now();
  await work();
  const perSecond = round((count * 1_000) / (performance.now() - began), 0);
  const ms = Object.entries(times).map(([kind, each]) => [kind, percentiles(each)]);
  return { perSecond, ms: Object.fromEntries(ms) };
}
