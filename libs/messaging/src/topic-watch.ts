import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { kafkaSentence } from './kafka-sentence.js';
import { keepTrying, whenNew } from './keep-trying.js';

const LOOK_INTERVAL_MS = 15_000;

/**
 * Says in the log what is wrong with the topics of a service. kafkajs tries again by itself for as long as a topic is
 * missing or a certificate is not accepted, and tells nobody.
 */
export class TopicWatch {
  private readonly logger = new Logger(TopicWatch.name);
  private readonly stopped = new AbortController();
  private readonly say = whenNew((sentence) => this.logger.warn(sentence));

  /** @param problems looks for what is wrong: one sentence each; rejects when Kafka cannot be asked */
  constructor(private readonly problems: () => Promise<string[]>) {}

  /** Waits for the topics. @throws Error with a sentence, when they could not be used for a minute */
  async untilUsable(): Promise<void> {
    await keepTrying(
      async () => {
        const sentence = await this.look();
        if (sentence !== '') throw new Error(sentence);
      },
      (error) => this.say((error as Error).message),
      () => this.stopped.signal.aborted,
    );
  }

  start(): void {
    void this.keepLooking();
  }

  stop(): void {
    this.stopped.abort();
  }

  private async keepLooking(): Promise<void> {
    let before = '';
    while (!this.stopped.signal.aborted) {
      const sentence = await this.look();
      if (sentence !== '') this.say(sentence);
      else if (before !== '') this.logger.log('All topics can be used again.');
      before = sentence;
      await sleep(LOOK_INTERVAL_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  /** Empty where nothing is wrong. */
  private look(): Promise<string> {
    return this.problems().then((sentences) => sentences.join(' '), kafkaSentence);
  }
}
