import { ofRegistrations, type SupervisionRule } from '../rule.js';

/** 学籍注册截止日期 of a season: the later one of the city's and the school's own. */
const CUT_OFF = `
  cross join lateral (
    select max(registration_cut_off) as day from registration_cut_offs known
    where known.year = registrations.year and known.season = registrations.season
      and (known.school_code is null or known.school_code = registrations.school_code)
    having bool_or(known.school_code is null)) cut_off`;

/** Approvals are refused after the cut-off: this finds what waits beyond it, and what was approved before the city set it. Nobody who was taken over was registered late here. */
export const registeredLate: SupervisionRule = {
  code: 'REGISTERED_LATE',
  version: 1,
  severity: 'HIGH',
  since: '2026-12-01',
  says: {
    zh: '学籍注册晚于该招生季的注册截止日期，或截止后仍未办结',
    en: 'It was registered after the cut-off of its season, or still waits after it',
  },
  remedy: {
    zh: '说明逾期原因；仍待审的，报市级延长截止日期或不予注册',
    en: 'Say why it was late; where it still waits, let the city extend the cut-off, or reject it',
  },
  finds: (today) =>
    ofRegistrations({
      from: CUT_OFF,
      where: `(registrations.state = 'SUBMITTED' and cut_off.day < ${today}
        or (registrations.approved_at at time zone 'Asia/Shanghai')::date > cut_off.day)
        and registrations.taken_over_import_id is null`,
      facts: {
        cutOff: 'cut_off.day',
        approvedOn: `(registrations.approved_at at time zone 'Asia/Shanghai')::date`,
      },
      by: 'registrations.approved_by',
    }),
};
