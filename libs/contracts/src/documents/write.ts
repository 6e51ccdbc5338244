import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { allEvents } from '../all-events.js';
import { asyncApi } from './async-api.js';
import { eventJsonSchema } from './json-schema.js';

/**
 * `npm run contracts`: freezes event types that are new and writes docs/asyncapi.json. A frozen file is never
 * written again: a change that breaks it is a new event type.
 */
const frozen = 'libs/contracts/frozen';
mkdirSync(frozen, { recursive: true });
mkdirSync('docs', { recursive: true });
for (const definition of allEvents.values()) {
  const file = `${frozen}/${definition.type}.json`;
  if (existsSync(file)) continue;
  writeFileSync(file, `${JSON.stringify(eventJsonSchema(definition), null, 2)}\n`);
  process.stdout.write(`frozen ${file}\n`);
}
writeFileSync('docs/asyncapi.json', `${JSON.stringify(asyncApi(), null, 2)}\n`);
