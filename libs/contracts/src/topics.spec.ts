import { allEvents, type TopicName, topics } from './index.js';

it('facts about a registration have the person as key, who is an alias after a merge and never another key', () => {
  const facts = [...allEvents.values()].filter(
    ({ topic, subject }) => topics[topic].owner === 'student-records' && subject === 'registrationId',
  );
  expect(facts.map(({ type }) => type)).toContain('student-records.RegistrationStatusChanged.v1');
  for (const { topic, key } of facts) expect([key, topics[topic].key]).toEqual(['personId', 'personId']);
});

describe('a topic', () => {
  it.each(Object.keys(topics) as TopicName[])('%s has a key exactly if an event in it is sealed', (topic) => {
    const events = [...allEvents.values()].filter((definition) => definition.topic === topic);
    expect(topics[topic].sealed).toBe(events.some(({ sealed }) => sealed !== undefined));
  });
});
