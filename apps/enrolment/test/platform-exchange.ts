import { readFileSync } from 'node:fs';
import type { Answer, HttpCaller } from '#testing';

/** What the platform asks and is answered. */
interface Exchanged {
  readonly says: string;
  readonly request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: unknown };
  readonly answer: { readonly status: number; readonly body: unknown };
}

/** What the school does in between, as it does with its own. */
interface OfSchool {
  readonly school: string;
  readonly platformNumbers: readonly string[];
  readonly body?: object;
}

export interface Exchange {
  readonly steps: readonly (Exchanged | OfSchool)[];
  /** data of the events that the platform reads, in the order of its numbers */
  readonly events: readonly unknown[];
}

/** 录制的交换: docs/unified-platform.md shows it to who writes the other side. */
export const recordedExchange = (): Exchange =>
  JSON.parse(readFileSync(new URL('unified-platform-exchange.json', import.meta.url), 'utf8')) as Exchange;

/** Asks the same again, and answers the exchange as it is now. */
export async function played(
  { steps }: Exchange,
  { platform, school }: { platform: HttpCaller; school: HttpCaller },
): Promise<Exchange['steps']> {
  const now: (Exchanged | OfSchool)[] = [];
  for (const step of steps)
    if ('school' in step) {
      await act(school, step);
      now.push(step);
    } else {
      const { method, path, body } = step.request;
      const answer = await (method === 'GET' ? platform.get(path) : platform.post(path, body));
      now.push({ ...step, answer: { status: answer.status, body: answer.body } });
    }
  return now;
}

async function act(school: HttpCaller, { school: step, platformNumbers, body }: OfSchool): Promise<void> {
  const found = await Promise.all(
    platformNumbers.map((number) => school.get(`/applications?platformNumber=${number}`)),
  );
  const applicationIds = found.map(({ body: { items } }: Answer) => items[0].applicationId);
  const { body: done } = await school.post(`/applications/${step}`, { applicationIds, ...body });
  if (done.accepted !== platformNumbers.length) throw new Error(JSON.stringify(done));
}

/** Ids by the order in which they come, and no times: the rest is the same whenever it is played. */
export function normalised<Value>(value: Value): Value {
  const ids = new Map<string, string>();
  const text = JSON.stringify(value)
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      ids.set(id, ids.get(id) ?? `<id ${ids.size + 1}>`);
      return ids.get(id)!;
    })
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
  return JSON.parse(text) as Value;
}
