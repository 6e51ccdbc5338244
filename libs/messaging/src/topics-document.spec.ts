import { readFileSync } from 'node:fs';
import { services, type TopicDeclaration, topics } from '#contracts';
import { rightsOf } from './rights.js';
import { topicsDocument } from './topics-document.js';

it('deploy/kubernetes/files/topics.json is current: `npm run docs` writes it', () => {
  expect(JSON.parse(readFileSync('deploy/kubernetes/files/topics.json', 'utf8'))).toEqual(topicsDocument());
});

describe.each(services)('the rights of %s', (service) => {
  const onTopics = rightsOf(service).filter(({ resource }) => resource.type === 'topic');
  const declared = Object.entries<TopicDeclaration>(topics);

  it('let it write its own topics and no other', () => {
    const written = onTopics.filter(({ operations }) => operations.includes('Write'));
    expect(written.map(({ resource }) => resource.name)).toEqual(
      declared.filter(([, { owner }]) => owner === service).map(([name]) => name),
    );
  });

  it('let it read what it is declared to read, and of its own what it reads back', () => {
    const read = onTopics.filter(({ operations }) => operations.includes('Read'));
    expect(read.map(({ resource }) => resource.name)).toEqual(
      declared
        .filter(
          ([, { owner, readers, readBack }]) => readers.includes(service) || (owner === service && readBack),
        )
        .map(([name]) => name),
    );
  });

  it('hold nothing but reading, writing and the groups of a check', () => {
    const names = rightsOf(service).flatMap(({ resource, operations }) =>
      operations.map((operation) => `${resource.type} ${operation}`),
    );
    expect(['topic Read', 'topic Write', 'group Read', 'group Delete', 'transactionalId Write']).toEqual(
      expect.arrayContaining(names),
    );
  });
});
