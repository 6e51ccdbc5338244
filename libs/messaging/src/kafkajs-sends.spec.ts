import { createRequire } from 'node:module';
import { sendingAll } from './kafkajs-sends.js';

const require = createRequire(import.meta.url);
const createSendMessages = require('kafkajs/src/producer/sendMessages.js');
const createRetrier = require('kafkajs/src/retry/index.js');

const nothing = async () => undefined;

/** Two brokers and two partitions; the second partition moves to the second broker while it is being sent to. */
function movingCluster() {
  const leaders: Record<number, number> = { 0: 2, 1: 1 };
  const taken: number[] = [];
  const broker = (nodeId: number) => ({
    nodeId,
    produce: async ({ topicData }: any) => {
      const partitions: number[] = topicData[0].partitions.map(({ partition }: any) => Number(partition));
      if (
        partitions.some((partition) => leaders[partition] !== nodeId || (nodeId === 1 && partition === 1))
      ) {
        leaders[1] = 2;
        await new Promise(setImmediate); // the other broker answers first
        throw Object.assign(new Error('moved'), {
          name: 'KafkaJSProtocolError',
          type: 'NOT_LEADER_FOR_PARTITION',
          retriable: true,
        });
      }
      taken.push(...partitions);
      return {
        topics: [
          { topicName: 't', partitions: partitions.map((partition) => ({ partition, errorCode: 0 })) },
        ],
      };
    },
  });
  const brokers: Record<number, object> = { 1: broker(1), 2: broker(2) };
  const cluster = {
    addMultipleTargetTopics: nothing,
    refreshMetadata: nothing,
    refreshMetadataIfNecessary: nothing,
    isConnected: () => true,
    findTopicPartitionMetadata: () => [{ partitionId: 0 }, { partitionId: 1 }],
    findLeaderForPartitions: (_: string, partitions: string[]) =>
      Object.groupBy(partitions, (partition) => String(leaders[Number(partition)])),
    findBroker: async ({ nodeId }: { nodeId: string }) => brokers[Number(nodeId)],
  };
  return { cluster, taken };
}

const eosManager = {
  isTransactional: () => false,
  getSequence: () => 0,
  updateSequence: () => undefined,
  getProducerId: () => 1,
  getProducerEpoch: () => 0,
  acquireBrokerLock: async () => undefined,
  releaseBrokerLock: async () => undefined,
};

async function send(create: typeof createSendMessages) {
  const { cluster, taken } = movingCluster();
  const sendMessages = create({
    logger: { debug: () => undefined, error: () => undefined },
    cluster,
    eosManager,
    partitioner: ({ message }: { message: { key: string } }) => Number(message.key),
    retrier: createRetrier({ initialRetryTime: 1, retries: 3 }),
  });
  const sent = sendMessages({
    acks: -1,
    topicMessages: [
      {
        topic: 't',
        messages: [
          { key: '0', value: '' },
          { key: '1', value: '' },
        ],
      },
    ],
  });
  return { sent, taken };
}

describe('What is sent while a partition moves to another broker', () => {
  it('is said by kafkajs to be sent, though it never was', async () => {
    const { sent, taken } = await send(createSendMessages);
    await sent;
    expect(taken).toEqual([0]);
  });

  it('fails where a partition was passed over, so that all of it is sent again', async () => {
    const { sent, taken } = await send(sendingAll(createSendMessages));
    await expect(sent).rejects.toThrow('t/1');
    expect(taken).toEqual([0]);
  });
});
