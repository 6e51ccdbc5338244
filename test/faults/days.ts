/** A day, so many days from now. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** SQL that brings the effective day of rows with these ids, as the clock would. */
export const comeToTheirDay = (table: string, id: string): string => `
  update ${table} set effective_on = (now() at time zone 'Asia/Shanghai')::date where ${id} = any($1)`;
