import type { Route } from '#security';
import { ofNobody, type Ids, type OpenedService, type Request } from './walked-service.js';

/** An answer as it came, without what differs between any two answers. */
export interface Told {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** as text; the ids that were asked for are replaced by their names */
  readonly body: string;
}

/** Headers and members that are new with each answer. */
const NEW_HEADERS = ['date', 'traceparent', 'x-request-id'];
const NEW_MEMBERS = ['requestId', 'instance'];

/** Asks the same of what belongs to the school and of what nobody has. */
export async function askTwice(opened: OpenedService, route: Route, request: Request, token?: string) {
  const nobodys = ofNobody(opened.ids);
  const [ofSchool, ofNone] = [opened.ids, nobodys].map(
    (ids) => () => ask(opened, route, request, { ids, token }),
  ) as [() => Promise<Told>, () => Promise<Told>];
  return { ofSchool, ofNone };
}

async function ask(
  { service, ids: known }: OpenedService,
  route: Route,
  request: Request,
  { ids, token }: { ids: Ids; token: string | undefined },
): Promise<Told> {
  const instead = (text: string) => exchanged(text, (name) => ids[name]!, known);
  const json = typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? {});
  const answer = await fetch(service.url + addressOf(route, request, ids, instead), {
    method: route.method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(route.method === 'POST' && { 'content-type': request.contentType ?? 'application/json' }),
    },
    body: route.method === 'POST' ? (request.file ?? instead(json)) : undefined,
  });
  const news = [...NEW_MEMBERS, ...(request.newMembers ?? [])].join('|');
  const body = (await answer.text()).replaceAll(new RegExp(`"(${news})":"[^"]*"`, 'g'), '"$1":"…"');
  const headers = [...answer.headers].filter(([name]) => !NEW_HEADERS.includes(name));
  return {
    status: answer.status,
    headers: Object.fromEntries(headers),
    body: exchanged(body, (name) => `<${name}>`, ids),
  };
}

/** `:name` of the pattern is the id of that name; where the walk knows none, any number does. */
function addressOf({ path }: Route, { query, own }: Request, ids: Ids, instead: (text: string) => string) {
  const address = path.replaceAll(/:(\w+)/g, (_, name: string) => own?.[name] ?? ids[name] ?? '1');
  if (!query) return address;
  const asked = Object.entries(query).map(([name, value]): [string, string] => [name, instead(value)]);
  return `${address}?${new URLSearchParams(asked).toString()}`;
}

/** Puts something in place of each known id, in one pass: an id may hold another. */
function exchanged(text: string, by: (name: string) => string, known: Ids): string {
  const names = new Map(Object.entries(known).map(([name, id]) => [id, name]));
  if (names.size === 0) return text;
  const longestFirst = [...names.keys()].sort((one, other) => other.length - one.length);
  return text.replaceAll(new RegExp(longestFirst.join('|'), 'g'), (id) => by(names.get(id)!));
}
