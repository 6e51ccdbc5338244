import { isIPv6 } from 'node:net';

/**
 * Whom the limit counts, by the address that the connection came from, or that a trusted proxy names. Nobody else's
 * `X-Forwarded-For` is believed: whoever sends it could be anyone at every request. Of an IPv6 address the first 64 bits count: a household has all the rest.
 */
export function callerOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIPv6(plain) ? groupsOf(plain).slice(0, 4).join(':') : plain;
}

function groupsOf(address: string): string[] {
  const [front = '', back] = address.toLowerCase().split('::');
  const before = front === '' ? [] : front.split(':');
  if (back === undefined) return before;
  const after = back === '' ? [] : back.split(':');
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}
