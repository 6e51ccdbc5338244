import { createHash } from 'node:crypto';
import type { DigestItem } from '#contracts';
import type { Holding } from './digest-source.js';

/** Items of one event: some 300 kB, well below what a broker takes. */
const PART_ITEMS = 2_000;
const MODULUS = 1n << 64n;

export interface Digest {
  readonly schoolCode: string;
  readonly live: number;
  readonly revoked: number;
  readonly hash: string;
  readonly part: number;
  readonly parts: number;
  readonly items: DigestItem[];
}

/** The digests of one day: one a school, cut into parts where it is long. */
export function digestsOf(holdings: readonly Holding[]): Digest[] {
  return [...Map.groupBy(holdings, ({ school_code }) => school_code)].flatMap(([schoolCode, held]) => {
    const items = held.map(itemOf);
    const revoked = items.filter((item) => item.revoked).length;
    const whole = { schoolCode, live: items.length - revoked, revoked, hash: hashOf(items) };
    const parts = Math.ceil(items.length / PART_ITEMS);
    return Array.from({ length: parts }, (_, at) => ({
      ...whole,
      part: at + 1,
      parts,
      items: items.slice(at * PART_ITEMS, (at + 1) * PART_ITEMS),
    }));
  });
}

function itemOf({ registration_id, certificate_no, revoked, at }: Holding): DigestItem {
  return {
    ...(registration_id !== undefined && { registrationId: registration_id }),
    ...(certificate_no !== undefined && { certificateNo: certificate_no }),
    revoked,
    at: at.toISOString(),
  };
}

/** As the contract says, so that whoever holds the same can work it out. */
export function hashOf(items: readonly DigestItem[]): string {
  const sum = items.reduce((total, item) => (total + numberOf(item)) % MODULUS, 0n);
  return sum.toString(16).padStart(16, '0');
}

function numberOf({ certificateNo, registrationId, revoked }: DigestItem): bigint {
  const line = `${certificateNo ?? registrationId} ${revoked ? 'REVOKED' : 'LIVE'}`;
  return createHash('sha256').update(line).digest().readBigUInt64BE();
}
