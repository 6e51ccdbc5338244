import type { Aggregate } from './aggregate.js';

/** Most records of a batch. */
export const MAX_BATCH = 1_000;

/** `registrationId` → `registrationIds`: where a batch names its records, in request and answer. */
export const idsName = ({ id: name }: Pick<Aggregate, 'id'>): string => `${name}s`;

/** `reject-registrations` → `RejectRegistrations`. */
export const componentName = (name: string) =>
  name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
