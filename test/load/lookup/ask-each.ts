import { accessTo, apiOf } from '../../../deploy/local/cohort/api.ts';
import { progress } from '../../../deploy/local/progress.ts';
import { type Lookup, NAME } from './lookup.ts';
import { type Plan, plansOf } from './plans.ts';
import type { Person } from './sample-people.ts';
import { KIND_NAMES, verify } from './verify-load.ts';

/** The plans of each kind of question that the service is asked; the first are asked of a cold machine. */
export async function plansOfEach(lookup: Lookup, people: Person[]): Promise<Record<string, Plan[]>> {
  const { url, platform } = lookup;
  const { get, post } = apiOf(accessTo({ [NAME]: url }, platform.issuer))(NAME, 'operator');
  const lists = ['', '?sort=-visibleAt'];
  for (const status of ['REVOKED', 'SUSPENDED'])
    lists.push(`?status=${status}`, `?status=${status}&sort=-visibleAt`);
  const asks: Record<string, () => Promise<unknown>> = {
    ...Object.fromEntries(KIND_NAMES.map((kind, at) => [kind, () => verify(url, people[at]!, kind)])),
    'one entry': () => get(`/entries/${people[5]!.certificateNo}`),
    ...Object.fromEntries(lists.map((query) => [`entries${query}`, () => get(`/entries${query}`)])),
    'digests of ten days': () => post('/reconciliation/digests', { from: '2025-06-20', to: '2025-06-29' }),
  };
  const found: Record<string, Plan[]> = {};
  for (const [name, ask] of Object.entries(asks)) {
    found[name] = await plansOf(lookup, ask);
    progress(`${name}: ${found[name].map(({ ms }) => ms).join(', ')} ms in the database`);
  }
  return found;
}
