interface Choice {
  readonly topic: string;
}
interface Options {
  readonly partitioner: (choice: Choice) => number;
}
interface Answer {
  readonly topicName: string;
  readonly partition: number;
}
type CreateSendMessages = (options: Options) => (request: unknown) => Promise<Answer[]>;

/**
 * A send that kafkajs tries again can lose records: it keeps what each broker has answered, and asks none again that
 * has. A partition that has moved meanwhile to such a broker is passed over, and the send resolves
 * (https://github.com/tulios/kafkajs/pull/1798 is about the same map). So each partition must have been answered for.
 */
export function sendingAll(create: CreateSendMessages): CreateSendMessages {
  return (options) => async (request) => {
    const missing = new Set<string>();
    const partitioner = (choice: Choice) => {
      const partition = options.partitioner(choice);
      missing.add(`${choice.topic}/${partition}`);
      return partition;
    };
    const answers = await create({ ...options, partitioner })(request);
    for (const { topicName, partition } of answers) missing.delete(`${topicName}/${partition}`);
    if (missing.size > 0) throw new Error(`No broker has answered for ${[...missing].join(', ')}.`);
    return answers;
  };
}
