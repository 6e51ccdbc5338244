import { HOLDER, holderIn } from '../../persons/person-row.js';
import { ofRegistrations, type SupervisionRule } from '../rule.js';

const ENDED_ON = 'coalesce(other.ended_on, other.graduated_on, other.completed_on)';

/**
 * 学籍时段重叠: who began before an earlier study of theirs had ended, at whichever school. Nobody is live twice but by a permit, so that this
 * is a day which was stated wrongly, or a permit. A transfer goes on from the start of the study that it goes on with.
 */
export const studiesOverlap: SupervisionRule = {
  code: 'STUDIES_OVERLAP',
  version: 1,
  severity: 'MEDIUM',
  since: '2026-12-01',
  says: {
    zh: '入学日期早于本人前一学籍的终止日期',
    en: 'The study began before an earlier study of the same person had ended',
  },
  remedy: {
    zh: '核对入学日期与前一学籍的终止日期；经批准同时就读的，说明批准文号',
    en: 'Check the start against the end of the earlier study; where both were permitted, name the permit',
  },
  finds: () =>
    ofRegistrations({
      from: `cross join lateral (
        select max(${ENDED_ON}) as ended_on from registrations other
        where ${holderIn('other')} = ${HOLDER}
          and other.registration_id <> registrations.registration_id
          and other.start_on <= registrations.start_on and other.state not in ('TRANSFERRED_OUT', 'CANCELLED')) earlier`,
      where: `registrations.state not in ('SUBMITTED', 'REJECTED', 'CANCELLED') and earlier.ended_on > registrations.start_on`,
      facts: { startOn: 'registrations.start_on', earlierEndedOn: 'earlier.ended_on' },
    }),
};
