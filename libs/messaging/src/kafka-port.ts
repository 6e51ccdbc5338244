/** The little that messaging needs of a Kafka client. Topic names here are physical: with the prefix. */
export interface KafkaPort {
  /** Connects a producer: acks=all, idempotent. With a fence it shuts out its predecessor, before this resolves. */
  producer(fence?: Fence): Promise<RecordProducer>;
  /** Joins the group and hands over batches until closed. Starts at the earliest record where nothing is committed. */
  consume(subscription: Subscription): Promise<RunningConsumer>;
  /** The end of each partition: the offset that its next record will get. */
  endOffsets(topics: string[]): Promise<PartitionOffsets>;
  /** Up to where the group has handled each partition; the beginning where it has committed nothing. */
  handledOffsets(groupId: string, topics: string[]): Promise<PartitionOffsets>;
  /** What keeps each of the topics from being used, a sentence each; empty where nothing does. */
  topicProblems(topics: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

/** Offset by `topic/partition`. */
export type PartitionOffsets = ReadonlyMap<string, bigint>;

export interface Fence {
  /** Whoever sets up a producer with it shuts out the one before. */
  readonly transactionalId: string;
  /** All topics that the producer may send to. */
  readonly topics: readonly string[];
}

export interface ProducerRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

export interface RecordProducer {
  /** Resolves when all in-sync replicas have all records. */
  send(records: ProducerRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface ConsumedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: string;
  /** When it was produced: milliseconds of the epoch. */
  readonly timestamp: number;
}

export interface Subscription {
  readonly groupId: string;
  readonly topics: string[];
  /** Where to begin in partitions by `topic/partition`, whatever the group has committed; for a group of one member. */
  readonly beginAt?: PartitionOffsets;
  /**
   * Records of one or several partitions, those of each in order. Their offsets are committed when this resolves; it
   * may reject only with an error of `stillOurs`.
   */
  readonly onBatch: (records: ConsumedRecord[], hold: Hold) => Promise<void>;
  /** This member left its group for a reason that lies with the brokers; another takes its place. */
  readonly onReplace?: (error: Error) => void;
  /** An error that nobody foresaw: nothing more will be handled. */
  readonly onFatal: (error: Error) => void;
}

/** What a handler of a long batch must do now and then. Within a batch, either all partitions are kept or none. */
export interface Hold {
  /** Keeps the partitions; rejects when they have gone to other members of the group, and then the batch must be left. */
  stillOurs(): Promise<void>;
}

export interface RunningConsumer {
  /** True while this member belongs to its group. */
  joined(): boolean;
  /** Those that this member has now, as `topic/partition`. */
  partitions(): readonly string[];
  close(): Promise<void>;
}
