import '#runtime/source-maps';
import { createLogger, readTopicsJobSettings, SettingsError } from '#runtime';
import { kafkaSentence } from './kafka-sentence.js';
import { runTopicsJob } from './topics/topics-job.js';

/**
 * `node dist/libs/messaging/src/setup-topics.js [--check | --grow]`: brings the topics at Kafka to the declaration.
 * Exits with 0 when they are so, with 1 otherwise.
 */
const logger = createLogger('topics-job', 'info');
try {
  const options = { check: process.argv.includes('--check'), grow: process.argv.includes('--grow') };
  const done = await runTopicsJob(readTopicsJobSettings(process.env), options, logger);
  process.exitCode = done ? 0 : 1;
} catch (error) {
  if (error instanceof SettingsError) process.stderr.write(`${error.message}\n`);
  else logger.fatal(kafkaSentence(error));
  process.exitCode = 1;
}
