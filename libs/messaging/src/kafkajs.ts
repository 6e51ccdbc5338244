/** kafkajs, patched; messaging takes nothing but types from it elsewhere. */
import { createRequire } from 'node:module';
import './kafkajs-patches.js';

// Not by an import: a loader may evaluate a CommonJS module before the patches, which replace what it loads.
const kafkajs: typeof import('kafkajs') = createRequire(import.meta.url)('kafkajs');

export const { ConfigResourceTypes, Kafka, logLevel } = kafkajs;
