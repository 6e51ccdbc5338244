const inChina = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Today as the law means it here: the calendar day in China, 'YYYY-MM-DD'. */
export const today = (): string => inChina.format(new Date());
