import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { eventually } from '#testing';

/** A Kubernetes object; what its fields hold is for schemas.spec.ts to say. */
export type Resource = Record<string, any>;

type Result = { readonly text: string } | { readonly error: string };

/** As render-all.ts leaves them. */
interface Outcome {
  readonly results?: Record<string, Result>;
  readonly failure?: string;
}

const outcome: Outcome = await eventually(
  'the renderings of the chart',
  () => JSON.parse(readFileSync('var/chart/rendered.json', 'utf8')),
  300_000,
);
if (!outcome.results) throw new Error(outcome.failure);
const { results } = outcome;

/** Most documents are the same in hundreds of renderings. */
const parsed = new Map<string, Resource | null>();

function resourcesIn(text: string): Resource[] {
  return text
    .split(/^---.*\n/m)
    .map((document) => document.replace(/^# Source: .*\n/, ''))
    .map(parsedOnce)
    .filter((resource) => resource !== null);
}

function parsedOnce(text: string): Resource | null {
  if (!parsed.has(text)) parsed.set(text, strictlyParsed(text));
  return parsed.get(text)!;
}

/** A key that stands twice is an error here, as it is for `kubectl`. */
function strictlyParsed(text: string): Resource | null {
  const [document] = parseAllDocuments(text);
  if (!document) return null;
  for (const error of [...document.errors, ...document.warnings])
    throw new Error(`${error.message}\n${text}`);
  return document.toJS();
}

/** What Helm said when it refused to render or to lint. */
export function refusalOf(name: string): string {
  const result = results[name]!;
  return 'error' in result ? result.error : '';
}

/** All that Helm wrote, with the notes as comments. */
export function textOf(name: string): string {
  const result = results[name]!;
  return 'text' in result ? result.text : '';
}

/** Every rendering, by its name: an upgrade's begins with `upgrade: `. */
export const renderings: ReadonlyMap<string, readonly Resource[]> = new Map(
  Object.entries(results).flatMap(([name, result]) =>
    'text' in result && !/^(lint|refused): /.test(name) ? [[name, resourcesIn(result.text)] as const] : [],
  ),
);
export const linted = Object.keys(results).filter((name) => name.startsWith('lint: '));
export const allNames = Object.keys(results);

/** Every different document of all renderings. */
export const documents: readonly Resource[] = [...new Set([...renderings.values()].flat())];

export const ofKind = (resources: readonly Resource[], ...kinds: string[]) =>
  resources.filter(({ kind }) => kinds.includes(kind));

/** How a document is named in the list of what breaks a rule. */
export const nameOf = ({ kind, metadata }: Resource) => `${kind} ${metadata.name}`;
