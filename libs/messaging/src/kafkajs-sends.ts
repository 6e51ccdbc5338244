type CreateSendMessages = (options: { retrier: unknown }) => unknown;

/**
 * kafkajs's own retries of a send lose records: it keeps what each broker has answered, and asks no broker again that
 * has answered once. A partition that has moved meanwhile to a broker that had answered for others is passed over, and
 * the send resolves (https://github.com/tulios/kafkajs/pull/1798 is of the same map). So a send is tried once; whoever
 * sends tries all of it again.
 */
export function sendingOnce(create: CreateSendMessages): CreateSendMessages {
  return (options) => create({ ...options, retrier: once });
}

const once = <T>(work: (bail: (error: Error) => void) => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => void work(reject).then(resolve, reject));
