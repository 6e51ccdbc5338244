import { allEvents, type TopicName, topics } from './index.js';

describe('a topic', () => {
  it.each(Object.keys(topics) as TopicName[])('%s has a key exactly if an event in it is sealed', (topic) => {
    const events = [...allEvents.values()].filter((definition) => definition.topic === topic);
    expect(topics[topic].sealed).toBe(events.some(({ sealed }) => sealed !== undefined));
  });
});
