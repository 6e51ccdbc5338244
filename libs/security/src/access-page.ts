import type { DynamicModule, Type } from '@nestjs/common';
import { type ServiceName, type TopicDeclaration, topics } from '#contracts';
import { runtimeControllers } from '#runtime';
import { type Reach, reachOf, type Role, ROLES } from './actor.js';
import { controllersOf, type Route, routesOf } from './routes.js';
import {
  ALGORITHMS,
  CLOCK_TOLERANCE_SECONDS,
  KEYS_COOLDOWN_MS,
  KEYS_MAX_AGE_MS,
  TOKEN_TYPE,
} from './token-verifier.js';

type Modules = Partial<Record<ServiceName, Type | DynamicModule>>;

const REACH: Record<Reach, string> = {
  school: 'the records of its own school, which its token names',
  district:
    'the records of the schools whose `authorityCode` its token names; to read, also of those with that `regionCode`',
  platform: 'what it has delivered itself, as the `sub` of its token tells',
  city: 'the records of every school',
};

/** The page of who may do what, in Markdown; docs/access.md is made of it. */
export function accessPage(modules: Modules): string {
  return [
    '# Access',
    '',
    'Made by `npm run docs` from the code: a route declares its roles with `@Roles` or that it is `@Public`, and a',
    'service with a route that declares neither does not start. The guard stands before all routes of a service.',
    '',
    ...tokensPart(),
    ...rolesPart(),
    ...everyServicePart(),
    ...Object.entries(modules).flatMap(([service, module]) => servicePart(service, module)),
    ...accountsPart(Object.keys(modules) as ServiceName[]),
  ].join('\n');
}

const tokensPart = () => [
  '## Tokens',
  '',
  'A caller sends an access token of the configured issuer: `Authorization: Bearer …`, a JWT.',
  '',
  '| What is checked | How |',
  '|---|---|',
  `| Signature (\`alg\`) | ${codes(ALGORITHMS)}, by a key that the issuer publishes (JWKS) |`,
  `| \`typ\` | is \`${TOKEN_TYPE}\` (RFC 9068): an ID token opens nothing |`,
  '| `iss` | is `OIDC_ISSUER` |',
  '| `aud` | is `OIDC_AUDIENCE`, or holds it |',
  `| \`exp\`, \`nbf\` | \`exp\` is required; the clocks may differ by ${CLOCK_TOLERANCE_SECONDS} seconds |`,
  '| `sub` | is required: who acts |',
  '| `role` | one of the roles below, as text |',
  '| `school` | the code of the school; required of the roles of a school, and ignored of all others |',
  '| `district` | the code of the authority (主管部门), such as 500112; required of a district officer, and ignored of all others |',
  '',
  'A new key of the issuer is taken over when a token names it, without a restart. Keys are asked for at most once in',
  `${KEYS_COOLDOWN_MS / 1000} seconds, so publish a key that long before it signs; one that is withdrawn is trusted for up to`,
  `${KEYS_MAX_AGE_MS / 60_000} minutes more.`,
  '',
];

const rolesPart = () => [
  '## Roles',
  '',
  'What a role sees is enforced by PostgreSQL ([decision 8](decisions/0008-row-level-security-forced.md)). A record of',
  'another school is answered like one that does not exist.',
  '',
  '| Role | Sees at most, by the routes that it may call |',
  '|---|---|',
  ...ROLES.map((role) => `| \`${role}\` | ${REACH[reachOf(role)]} |`),
  '',
];

const everyServicePart = () => [
  '## Every service',
  '',
  ...routesTable([
    ...runtimeControllers.flatMap(routesOf),
    { method: 'GET', path: '/docs', access: 'public' },
    { method: 'GET', path: '/openapi.json', access: 'public' },
  ]),
];

const servicePart = (service: string, module: Type | DynamicModule) => [
  `## ${service}`,
  '',
  ...routesTable(controllersOf(module).flatMap(routesOf)),
];

function routesTable(routes: Pick<Route, 'method' | 'path' | 'access'>[]): string[] {
  const sorted = routes.toSorted((a, b) => key(a).localeCompare(key(b), 'en'));
  return [
    '| Method | Path | Public | For the own school | For the own district | For a platform | For the city |',
    '|---|---|---|---|---|---|---|',
    ...sorted.map(routeRow),
    '',
  ];
}

const key = ({ path, method }: Pick<Route, 'method' | 'path'>) => `${path} ${method}`;

function routeRow({ method, path, access }: Pick<Route, 'method' | 'path' | 'access'>): string {
  const roles = access === 'public' || access === undefined ? [] : access;
  const of = (reach: Reach) => codes(roles.filter((role) => reachOf(role) === reach).toSorted(byRank));
  const isPublic = access === 'public' ? 'yes' : '';
  return `| ${method} | \`${path}\` | ${isPublic} | ${of('school')} | ${of('district')} | ${of('platform')} | ${of('city')} |`;
}

const byRank = (a: Role, b: Role) => ROLES.indexOf(a) - ROLES.indexOf(b);

/** What a service itself may do, as it follows from the topics. */
const accountsPart = (services: ServiceName[]) => [
  '## Service accounts',
  '',
  'No service calls another, so none holds a token. Each has its own role at PostgreSQL (`nosuperuser nobypassrls`), which',
  'owns nothing, reads and writes rows of its own database, and may connect to no other; `--migrate` runs under a second',
  'role that owns the database. At Kafka a service writes the topics that it owns, reads those below in the consumer group',
  'of its own name, and holds the keys (`TOPIC_KEYS`) of sealed topics that it owns or reads. State topics that it owns',
  'and the heads of its audit trail it also reads, to check them on request, in groups named `<topic>-check-<uuid>`.',
  '',
  '| Service | Writes | Reads | Holds the keys of |',
  '|---|---|---|---|',
  ...services.map(accountRow),
  '',
  'Programs outside have the accounts that the issuer gives them: a partner’s system has the role `lookup-client`,',
  'the unified platform (职业教育统一招生平台) the role [`unified-platform`](unified-platform.md), the exchange that delivers',
  'what the police say of identities (公安比对) the role [`police-exchange`](police-exchange.md), and what is run for',
  'operation (`npm run reconcile`, redriving of dead letters) `operator`.',
  '',
];

const namesOf = (list: [string, TopicDeclaration][]) => codes(list.map(([name]) => name));

function accountRow(service: ServiceName): string {
  const all = Object.entries<TopicDeclaration>(topics);
  const owned = all.filter(([, { owner }]) => owner === service);
  const read = all.filter(([, { readers }]) => readers.includes(service));
  const sealed = [...owned, ...read].filter(([, topic]) => topic.sealed);
  return `| ${service} | ${namesOf(owned)} | ${namesOf(read)} | ${namesOf(sealed)} |`;
}

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
