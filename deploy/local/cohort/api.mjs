import { Sentence } from '../sentence.mjs';

/**
 * The services as a person with a token of a role meets them; name the person where two are needed. Tokens are kept until shortly before they end.
 * `allowed` of `send`: refusals that are answers too; any other refusal is thrown as a sentence. `send` of the first
 * argument stands in for fetch, for who counts the requests.
 */
export function apiOf({ endpoints, tokenFor, send: sendRequest = fetch }) {
  const tokens = new Map();
  const tokenOf = async (role, school, person) => {
    const key = `${role}:${school ?? ''}:${person}`;
    if ((tokens.get(key)?.until ?? 0) < Date.now()) {
      const token = await tokenFor(role, school, person);
      const { exp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
      tokens.set(key, { token, until: exp * 1000 - 30_000 });
    }
    return tokens.get(key).token;
  };
  return (service, role, school, person = 'cohort') => {
    const base = endpoints.services[service].url;
    /**
     * @param {string} method
     * @param {string} path
     * @param {{ body?: any, type?: string, key?: string, allowed?: number[] }} [request] `key`: Idempotency-Key
     */
    const send = async (method, path, { body, type = 'application/json', key, allowed = [] } = {}) => {
      const headers = {
        authorization: `Bearer ${await tokenOf(role, school, person)}`,
        accept: 'application/json',
      };
      if (body !== undefined) headers['content-type'] = type;
      if (key) headers['idempotency-key'] = key;
      const sent = body !== undefined && type === 'application/json' ? JSON.stringify(body) : body;
      const response = await sendRequest(base + path, { method, headers, body: sent });
      const answer = await response.json().catch(() => ({}));
      if (!response.ok && !allowed.includes(response.status))
        throw refused(service, method, path, answer, response.status);
      return { status: response.status, body: answer };
    };
    const get = async (path) => (await send('GET', path)).body;
    const post = async (path, body = {}) => (await send('POST', path, { body })).body;
    return { get, post, send, all: (path) => allPages(get, path) };
  };
}

async function allPages(get, path) {
  const items = [];
  let cursor;
  do {
    const query = new URLSearchParams({ limit: '1000', ...(cursor && { cursor }) });
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

function refused(service, method, path, { title = '', detail = '', code = '', errors = [] }, status) {
  const fields = errors.slice(0, 3).map((each) => ` ${each.path ?? ''} ${each.message}`).join(';'); // prettier-ignore
  return new Sentence(
    `${service} refused ${method} ${path.split('?')[0]}: ${status} ${code} ${title} ${detail}${fields}`.trimEnd(),
  );
}
