import { existsSync } from 'node:fs';
import path from 'node:path';
import { allEvents, topics } from '../../dist/libs/contracts/src/index.js';
import { root } from '../../deploy/local/paths.mjs';
import { serviceNames } from '../../deploy/local/service-list.mjs';

/** @returns {Map<string, Set<string>>} the types of the events that each service reacts to */
export function reactionsByService() {
  return new Map(serviceNames.map((service) => [service, new Set(typesOf(service))]));
}

/** A service reacts to those events of the topics it reads that it has a folder for, as `reacts-to/student-graduated`. */
function typesOf(service) {
  return [...allEvents.values()]
    .filter(
      ({ topic, type }) => topics[topic].readers.includes(service) && existsSync(folderOf(service, type)),
    )
    .map(({ type }) => type);
}

function folderOf(service, type) {
  const name = type
    .split('.')[1]
    .replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`)
    .toLowerCase();
  return path.join(root, 'dist/apps', service, 'src/reacts-to', name);
}
