import { type ServiceName, type TopicDeclaration, type TopicName, topics } from '#contracts';

/** The topics that a service writes, by their declared names; of one kind where it is given. */
export function ownTopics(service: ServiceName, kind?: TopicDeclaration['kind']): TopicName[] {
  return (Object.keys(topics) as TopicName[]).filter(
    (topic) => topics[topic].owner === service && (kind === undefined || topics[topic].kind === kind),
  );
}
