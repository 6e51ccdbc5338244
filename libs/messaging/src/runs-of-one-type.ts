import type { Received } from './event.js';

/**
 * Gathers events into runs of one type, as few and as long as can be, so that each reaction is called seldom. The
 * order within a key of a topic is kept; between keys there is none to keep.
 */
export function runsOfOneType<E extends Pick<Received, 'type' | 'topic' | 'key'>>(events: E[]): E[][] {
  const runs: E[][] = [];
  const runOfKey = new Map<string, number>();
  for (const event of events) {
    const key = `${event.topic}/${event.key}`;
    const earliest = runOfKey.get(key) ?? 0;
    let at = runs.findIndex((run, index) => index >= earliest && run[0]!.type === event.type);
    if (at < 0) at = runs.push([]) - 1;
    runs[at]!.push(event);
    runOfKey.set(key, at);
  }
  return runs;
}
