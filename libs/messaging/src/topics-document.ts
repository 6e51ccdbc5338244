import { services, type TopicDeclaration, topics } from '#contracts';
import { rightsOf, rightsOfTopicsJob } from './rights.js';
import { topicConfig } from './topics/wanted-topics.js';

/** What a deployment is made of: topics and rights, names without the prefix of an installation. */
export function topicsDocument() {
  return {
    topics: Object.fromEntries(
      Object.entries<TopicDeclaration>(topics).map(([name, declaration]) => {
        const { kind, owner, partitions } = declaration;
        return [name, { kind, owner, partitions, config: topicConfig(declaration) }];
      }),
    ),
    rights: rightsOfAll(),
  };
}

/** By the name of the principal: the services, and the topics job. */
export function rightsOfAll() {
  return {
    ...Object.fromEntries(services.map((service) => [service, rightsOf(service)])),
    'topics-job': rightsOfTopicsJob(),
  };
}
