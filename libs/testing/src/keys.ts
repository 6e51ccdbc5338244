import { topics } from '#contracts';

/** Any 32 bytes will do: these seal invented people only. */
const key = (seed: string) => Buffer.from(seed.padEnd(32, '.').slice(0, 32)).toString('base64');

export const testSealingKeys = JSON.stringify({
  current: 'k1',
  keys: { k1: key('at rest') },
  index: key('index'),
});

export const testTopicKeys = JSON.stringify(
  Object.fromEntries(
    Object.entries(topics)
      .filter(([, { sealed }]) => sealed)
      .map(([topic]) => [topic, { current: 't1', keys: { t1: key(topic) } }]),
  ),
);
