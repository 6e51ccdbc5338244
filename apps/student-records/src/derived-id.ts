import { createHash } from 'node:crypto';

/**
 * A UUID of version 7 that follows from another one, and has its moment. What a check-in brings into being has such
 * ids: handled again by a database that was restored, it brings the same ones, which others know already.
 * @param purpose what the id is of, since one application brings a registration and a person
 */
export function derivedId(from: string, purpose: string): string {
  const hash = createHash('sha256').update(`${purpose} ${from}`).digest('hex');
  const variant = (8 + (parseInt(hash[0]!, 16) % 4)).toString(16);
  return `${from.slice(0, 13)}-7${hash.slice(1, 4)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}

/** The id of what a school has taken over under a number: the same one where a restored database takes it over again. It has no moment. */
export const takenOverId = (of: 'student' | 'graduate', schoolCode: string, number: string): string =>
  derivedId('00000000-0000', `${of} ${schoolCode} ${number}`);
