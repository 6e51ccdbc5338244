import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as contracts from '../../dist/libs/contracts/src/index.js';
import { root } from '../../deploy/local/paths.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';

/** @returns {Map<string, Set<string>>} the types of the events that each service reacts to */
export function reactionsByService() {
  return new Map(serviceNames.map((service) => [service, new Set(reactionsOf(service).flatMap(typesOf))]));
}

/** @returns {string[]} the files of a service's reactions, and what stands beside them */
const reactionsOf = (service) =>
  globSync(`apps/${service}/src/reacts-to/*/*.ts`, { cwd: root }).map((file) => path.join(root, file));

/** Read off the decorator, as `@ReactsTo(StudentGraduated)`. */
function typesOf(file) {
  const [, names = ''] = /@ReactsTo\(([^)]+)\)/.exec(readFileSync(file, 'utf8')) ?? [];
  return (names.match(/\w+/g) ?? []).map((name) => contracts[name].type);
}
