import type { ServiceName } from '#contracts';

export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');

export interface MessagingOptions {
  /** The name of this service: source of its events, and its consumer group. */
  readonly service: ServiceName;
}
