/** The languages that pages are written in. */
export type PageLanguage = 'zh' | 'en';

/** The language asked for in the address, else the one that the browser prefers of the two, else Chinese. */
export function languageOf(asked: PageLanguage | undefined, acceptLanguage = ''): PageLanguage {
  if (asked) return asked;
  const preferred = acceptLanguage
    .split(',')
    .map((range) => ({
      tag: range.trim().toLowerCase(),
      weight: Number(/;\s*q=([\d.]+)/.exec(range)?.[1] ?? 1),
    }))
    .toSorted((one, other) => other.weight - one.weight)
    .find(({ tag, weight }) => weight > 0 && /^(zh|en)\b/.test(tag));
  return preferred?.tag.startsWith('en') ? 'en' : 'zh';
}
