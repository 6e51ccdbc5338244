import { fetchToken, type Issuer } from '../issuer/token.ts';
import { UserFacingError } from '../user-facing-error.mjs';

export type TokenFor = (role: string, school?: string, person?: string) => Promise<string>;

/** Where the services are, and who gives tokens. */
export interface Access {
  endpoints: { services: Record<string, { url: string }> };
  tokenFor: TokenFor;
  /** stands in for fetch, for who counts the requests */
  send?: typeof fetch;
}

/** The services at these addresses, with tokens of the issuer. */
export const accessTo = (urls: Record<string, string>, issuer: Issuer): Access => ({
  endpoints: { services: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }])) },
  tokenFor: (role, school, person) => fetchToken(issuer, { role, school, person }),
});

interface ApiRequest {
  body?: unknown;
  /** application/json */
  type?: string;
  /** Idempotency-Key */
  key?: string;
  /** refusals that are answers too; any other is thrown as a UserFacingError */
  allowed?: readonly number[];
}

/** One service as one actor meets it. What it answers is JSON, of the type that the caller knows. */
export interface Caller {
  get: <T = any>(path: string) => Promise<T>;
  post: <T = any>(path: string, body?: unknown) => Promise<T>;
  send: (method: string, path: string, request?: ApiRequest) => Promise<{ status: number; body: any }>;
  /** The items of all pages of a list. */
  all: <T = any>(path: string) => Promise<T[]>;
}

export type Api = (service: string, role: string, school?: string, person?: string) => Caller;

/** What the services list of each, as far as it is used here. */
export interface School {
  schoolCode: string;
}
export interface Application extends School {
  applicationId: string;
  offeringId: string;
  year: number;
  season: string;
  scope: string;
  state: string;
  name: string;
  importRow: number;
  planLineId?: string;
  checkedInOn?: string;
}
export interface PlanLine {
  scope: string;
  free: number;
}
type Fields<Name extends string> = Record<Name, string>;
export type Registration = Fields<
  | 'registrationId'
  | 'personId'
  | 'applicationId'
  | 'schoolCode'
  | 'name'
  | 'state'
  | 'level'
  | 'programmeType'
> & { studentNo?: string; previousRegistrationId?: string };
export type Certificate = Fields<
  'certificateNo' | 'registrationId' | 'schoolCode' | 'name' | 'kind' | 'status'
>;
export type Entry = Fields<'certificateNo' | 'status' | 'visibleAt'>;
export type EmploymentCase = Fields<'registrationId' | 'schoolCode' | 'state'>;
export interface Refused {
  code: string;
  title: string;
}

/** The services as a person with a token of a role meets them; name the person where two are needed. */
export function apiOf({ endpoints, tokenFor, send: sendRequest = fetch }: Access): Api {
  /** Kept until shortly before they end. */
  const tokens = new Map<string, { token: string; until: number }>();
  const tokenOf: TokenFor = async (role, school, person) => {
    const key = `${role}:${school ?? ''}:${person}`;
    const known = tokens.get(key);
    if (known && known.until > Date.now()) return known.token;
    const token = await tokenFor(role, school, person);
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
    tokens.set(key, { token, until: exp * 1000 - 30_000 });
    return token;
  };
  return (service, role, school, person = 'cohort') => {
    const base = endpoints.services[service]!.url;
    const send: Caller['send'] = async (
      method,
      path,
      { body, type = 'application/json', key, allowed = [] } = {},
    ) => {
      const headers: Record<string, string> = {
        authorization: `Bearer ${await tokenOf(role, school, person)}`,
        accept: 'application/json',
      };
      if (body !== undefined) headers['content-type'] = type;
      if (key) headers['idempotency-key'] = key;
      const isJson = body !== undefined && type === 'application/json';
      const sent = isJson ? JSON.stringify(body) : (body as string | Buffer | undefined);
      const response = await sendRequest(base + path, { method, headers, body: sent });
      const answer: any = await response.json().catch(() => ({}));
      if (!response.ok && !allowed.includes(response.status))
        throw refused(service, method, path, answer, response.status);
      return { status: response.status, body: answer };
    };
    const get = async (path: string) => (await send('GET', path)).body;
    const post = async (path: string, body: unknown = {}) => (await send('POST', path, { body })).body;
    return { get, post, send, all: (path) => allPages(get, path) };
  };
}

async function allPages(get: Caller['get'], path: string) {
  const items: any[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: '1000', ...(cursor && { cursor }) }).toString();
    const page: { items: any[]; nextCursor?: string } = await get(
      `${path}${path.includes('?') ? '&' : '?'}${query}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  errors?: { path?: string; message: string }[];
}

function refused(
  service: string,
  method: string,
  path: string,
  { title = '', detail = '', code = '', errors = [] }: Problem,
  status: number,
) {
  const fields = errors.slice(0, 3).map((each) => ` ${each.path ?? ''} ${each.message}`).join(';'); // prettier-ignore
  return new UserFacingError(
    `${service} refused ${method} ${path.split('?')[0]}: ${status} ${code} ${title} ${detail}${fields}`.trimEnd(),
  );
}
