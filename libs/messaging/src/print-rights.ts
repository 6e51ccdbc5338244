import { rightsOfAll } from './topics-document.js';

/** `node dist/libs/messaging/src/print-rights.js`: what each service may do at Kafka, as JSON. */
process.stdout.write(`${JSON.stringify(rightsOfAll(), null, 2)}\n`);
