import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as contracts from '#contracts';
import { root } from '../../deploy/local/paths.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';

const definitions = contracts as unknown as Record<string, { type: string }>;

/** The types of the events that each service reacts to. */
export function reactionsByService(): Map<string, Set<string>> {
  return new Map(serviceNames.map((service) => [service, new Set(reactionsOf(service).flatMap(typesOf))]));
}

/** The compiled files of a service's reactions, and what stands beside them: an image holds no others. */
const reactionsOf = (service: string) =>
  globSync(`dist/apps/${service}/src/reacts-to/*/*.js`, { cwd: root }).map((file) => path.join(root, file));

/** Read off the decorator, as `@ReactsTo(StudentGraduated)`. */
function typesOf(file: string) {
  const [, names = ''] = /\bReactsTo\(([^)]+)\)/.exec(readFileSync(file, 'utf8')) ?? [];
  return (names.match(/\w+/g) ?? []).map((name) => definitions[name]!.type);
}
