import { languageTag } from '#runtime';
import type { Language } from '../domain/treatment.js';

/** The city's clock: people compare these dates with what is printed. */
const timeZone = 'Asia/Shanghai';

/** 2026年6月30日 / 30 June 2026, from a moment. */
export const dayOf = (moment: Date, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone }).format(moment);

/** The same from a calendar day, which no time zone may move. */
export const printedDay = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));

export const momentOf = (moment: Date, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'long',
    timeStyle: 'medium',
    hourCycle: 'h23',
    timeZone,
  }).format(moment);

const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : languageTag[language]);
