/** All that are of any use here. A valid request may be refused by the rules, so being accepted is not asked for. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
  'allow_header_conformance',
  'ignored_auth',
];
/** How a request that does not fit the document may be refused. */
const REFUSED = [400, 401, 403, 404, 405, 409, 413, 414, 415, 422];
/** How often a value that exists stands for a made-up one. */
const KNOWN = 0.6;

export interface Config {
  seed: number;
  examples: number;
  token?: string;
  /** those that exist, by the name of their field */
  values: Record<string, string[]>;
  /** file that it is written to */
  report: string;
}

/** What schemathesis.toml says. */
export function configOf({ seed, examples, token, values, report }: Config): string {
  const checks = CHECKS.map((check) => `[checks.${check}]\nenabled = true\n${expected(check)}`);
  const lists = Object.entries(values).map(
    ([name, some]) => `[dictionaries.${name}]\nvalues = ${quoted(some)}`,
  );
  return [
    `seed = ${seed}`,
    'continue-on-failure = true',
    'request-timeout = 20',
    'warnings = false',
    '[generation]',
    `max-examples = ${examples}`,
    'no-shrink = true',
    'database = "none"',
    '[reports.json]',
    `path = ${quoted(report)}`,
    ...(token ? ['[headers]', `Authorization = ${quoted(`Bearer ${token}`)}`] : []),
    '[checks]\nenabled = false',
    ...checks,
    ...lists,
    '[parameters]',
    ...Object.keys(values).flatMap((name) => placesOf(name).map((place) => binding(place, name))),
    '',
  ].join('\n');
}

const expected = (check: string) =>
  check === 'negative_data_rejection' ? `expected-statuses = ${quoted(REFUSED)}` : '';

/** Where a field may stand in a request; the last for lists of it. */
const placesOf = (name: string) =>
  ['path', 'query', 'body', 'body.lines[*]', 'body.offerings[*]', 'body.person']
    .map((place) => `${place}.${name}`)
    .concat(`body.${name}s[*]`);

const binding = (place: string, dictionary: string) =>
  `${quoted(place)} = { dictionary = ${quoted(dictionary)}, probability = ${KNOWN} }`;

/** JSON's strings, numbers and lists are TOML's too. */
const quoted = (value: unknown) => JSON.stringify(value);
