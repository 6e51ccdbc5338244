/** Province-level prefixes of GB/T 2260; the counties below them, historical ones included, are a later table. */
const PROVINCES = new Set(
  (
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 ' +
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83'
  ).split(' '),
);

/**
 * Whether a six-digit prefix lies in a known province. Unknown is a warning and never a refusal: prefixes of
 * adults predate 1997 (渝中区 was 510202, now 500103), and real people hold prefixes no table lists.
 */
export const isKnownRegion = (regionPrefix: string): boolean => PROVINCES.has(regionPrefix.slice(0, 2));
