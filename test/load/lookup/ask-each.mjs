import { apiOf } from '../../../deploy/local/cohort/api.ts';
import { fetchToken } from '../../../deploy/local/issuer/token.ts';
import { plansOf } from './plans.mjs';
import { KIND_NAMES, verify } from './verify-load.mjs';

const NAME = 'certificate-lookup';

/** Of each kind of question that the service is asked; the first are asked of a cold machine. */
export async function plansOfEach({ platform, service, log }, people) {
  const api = apiOf({
    endpoints: { services: { [NAME]: { url: service.url } } },
    tokenFor: (role) => fetchToken(platform.issuer, { role }),
  });
  const { get, post } = api(NAME, 'operator');
  const asks = {
    ...Object.fromEntries(KIND_NAMES.map((kind, at) => [kind, () => verify(service.url, people[at], kind)])),
    'one entry': () => get(`/entries/${people[5].certificateNo}`),
    entries: () => get('/entries'),
    'entries, newest first': () => get('/entries?sort=-visibleAt'),
    'entries revoked': () => get('/entries?status=REVOKED'),
    'entries revoked, newest first': () => get('/entries?status=REVOKED&sort=-visibleAt'),
    'entries suspended': () => get('/entries?status=SUSPENDED'),
    'entries suspended, newest first': () => get('/entries?status=SUSPENDED&sort=-visibleAt'),
    'digests of ten days': () => post('/reconciliation/digests', { from: '2025-06-20', to: '2025-06-29' }),
  };
  const found = {};
  for (const [name, ask] of Object.entries(asks)) {
    found[name] = await plansOf(platform, ask);
    log(`${name}: ${found[name].map(({ ms }) => ms).join(', ')} ms in the database`);
  }
  return found;
}
