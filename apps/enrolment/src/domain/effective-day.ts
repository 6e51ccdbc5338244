/** What the city decides may count from a day in the past: at most so many days back [D]. */
export const MAX_DAYS_BACK = 365;

export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
