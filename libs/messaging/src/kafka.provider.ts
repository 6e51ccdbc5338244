import type { FactoryProvider } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { kafkaConnection } from './kafka-connection.js';
import type { KafkaPort } from './kafka-port.js';
import { kafkajsClient } from './kafkajs-client.js';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.js';

export const KAFKA = Symbol('KAFKA');

export const kafkaProvider: FactoryProvider<KafkaPort> = {
  provide: KAFKA,
  inject: [SETTINGS, MESSAGING_OPTIONS],
  useFactory: (settings: Settings, { service }: MessagingOptions) =>
    kafkajsClient(service, kafkaConnection(settings)),
};
