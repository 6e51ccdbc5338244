/** Whether year (from 1), month (1-12) and day name a day that exists, 29 February by the Gregorian rule. */
export function isRealDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return (
    year > 0 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day
  );
}

/** 'YYYY-MM-DD' for eight digits that name a real day, else undefined. */
export function dayOfDigits(digits: string): string | undefined {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)];
  if (!/^\d{8}$/.test(digits) || !isRealDay(Number(year), Number(month), Number(day))) return undefined;
  return `${year}-${month}-${day}`;
}

/** China has one time zone, UTC+8, and no summer time. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** The calendar day in China at a moment, 'YYYY-MM-DD'. */
export function dayInChina(moment: string | Date): string {
  return new Date(new Date(moment).getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** Whether a day ('YYYY-MM-DD') comes after the day that it is in China. Asked of each ID number, so it is quick. */
export const isInTheFuture = (day: string): boolean =>
  Date.parse(day) > new Date().getTime() + CHINA_OFFSET_MS;

/** The day so many days after another one; before it where `days` is negative. Both are 'YYYY-MM-DD'. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
