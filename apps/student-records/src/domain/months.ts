/**
 * The day `months` after `day` (negative: before), as the calendar counts: the 31st falls on the last day of a
 * shorter month. Days are 'YYYY-MM-DD', which also compare as text.
 */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

/** The day so many days after `day`; negative: before. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** How many whole months lie from one day to another; none where that is earlier. */
export function monthsBetween(from: string, until: string): number {
  let months = 0;
  while (addMonths(from, months + 1) <= until) months += 1;
  return months;
}

/** How many days lie between two days. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** 未成年人: under eighteen on the day. */
export const isMinor = (birthDate: string, on: string): boolean => addMonths(birthDate, 18 * 12) > on;
