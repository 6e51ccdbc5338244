import { Kafka } from 'kafkajs';
export const a = Kafka;
