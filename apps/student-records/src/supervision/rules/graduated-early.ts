import { ofRegistrations, type SupervisionRule } from '../rule.js';

/** Entrants of September graduate in June: three months before the end of the agreed duration are no finding. [D] */
export const graduatedEarly: SupervisionRule = {
  code: 'GRADUATED_EARLY',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: { zh: '毕业日期早于规定学制', en: 'The student graduated before the end of the agreed duration' },
  remedy: {
    zh: '说明提前毕业的批准依据；不符合条件的报市级撤销毕业',
    en: 'Name the decision on the early graduation, or let the city revoke it',
  },
  threshold: { unit: 'MONTHS', value: 3, least: 0, most: 12 },
  finds: (_, threshold) =>
    ofRegistrations({
      where: `registrations.state = 'GRADUATED'
        and registrations.graduated_on < (registrations.start_on + make_interval(months => registrations.duration_months - ${threshold}))::date`,
      facts: {
        startOn: 'registrations.start_on',
        durationMonths: 'registrations.duration_months',
        graduatedOn: 'registrations.graduated_on',
      },
    }),
};
