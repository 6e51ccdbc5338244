import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TRANSPORT_STRATEGY } from '#runtime';
import { kafkaProvider } from './kafka.provider.js';
import { CaughtUp } from './caught-up.js';
import { LagMetrics } from './lag-metrics.js';
import { MessagingMetrics } from './messaging-metrics.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';
import { DeadLettersController } from './operating/dead-letters.controller.js';
import { DiscardDeadLetter } from './operating/discard-dead-letter.js';
import { FindDeadLetters } from './operating/find-dead-letters.js';
import { RedriveDeadLetters } from './operating/redrive-dead-letters.js';
import { Outbox } from './outbox.js';
import { PruneInbox } from './prune-inbox.js';
import { ReactionTransport } from './reaction-transport.js';
import { Relay } from './relay.js';
import { RelayWake } from './relay-wake.js';
import { TableMetrics } from './table-metrics.js';

/** The service's messaging: the outbox with its relay, and the transport that calls the reactions. */
@Global()
@Module({})
export class MessagingModule {
  /** @param options.caughtUp also keeps track of up to when the service is caught up; see {@link CaughtUp} */
  static forRoot({ caughtUp = false, ...options }: MessagingOptions & { caughtUp?: boolean }): DynamicModule {
    const optional = caughtUp ? [CaughtUp] : [];
    return {
      module: MessagingModule,
      controllers: [DeadLettersController],
      providers: [
        FindDeadLetters,
        RedriveDeadLetters,
        DiscardDeadLetter,
        { provide: MESSAGING_OPTIONS, useValue: options },
        kafkaProvider,
        MessagingMetrics,
        LagMetrics,
        TableMetrics,
        RelayWake,
        Relay,
        Outbox,
        PruneInbox,
        ReactionTransport,
        { provide: TRANSPORT_STRATEGY, useExisting: ReactionTransport },
        ...optional,
      ],
      exports: [Outbox, TRANSPORT_STRATEGY, ...optional],
    };
  }
}
