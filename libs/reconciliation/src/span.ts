import { day } from '#contracts';
import { dayInChina } from '#national-codes';

/** Days, the first and the last included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
/**
 * A year of graduations and a bit. A digest of all of them is small, so that nothing has to be known of what changed. Of older days
 * those are told on which something was revoked since; the others are asked for by name.
 */
const USUAL_DAYS = 400;
const MAX_DAYS = 1_100;

export const spanFilter = {
  from: day.optional().describe(`Default: ${USUAL_DAYS} days before \`to\``),
  to: day.optional().describe('Default: today in China'),
};

/** The days that are compared when none are named, up to this one. */
export function usualSpan(to: string): Span {
  return { from: new Date(Date.parse(to) - USUAL_DAYS * DAY_MS).toISOString().slice(0, 10), to };
}

/** @returns undefined when the days are in the wrong order or more than the most that is compared at once */
export function spanOf(given: Partial<Span>, now: Date): Span | undefined {
  const to = given.to ?? dayInChina(now);
  const from = given.from ?? usualSpan(to).from;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return days < 0 || days > MAX_DAYS ? undefined : { from, to };
}
