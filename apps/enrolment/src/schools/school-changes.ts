import { z } from 'zod';
import { aggregate, aggregateList, transition } from '#aggregates';
import { accountableReason } from '#security';
import * as rules from '../domain/school-change.js';

/** Dated changes of schools in their table. */
export const schoolChanges = aggregate({
  name: 'school-change',
  table: 'school_changes',
  id: 'changeId',
  school: 'schoolCode',
  states: rules.SchoolChange,
});

export const changeList = aggregateList(schoolChanges, {
  component: 'SchoolChange',
  filters: { kind: ['kind', z.enum(rules.SCHOOL_CHANGES).describe('What is changed')] },
});

export const SchoolChangeView = z.object(schoolChanges.shape).meta({ id: 'SchoolChange' });

export const cancelSchoolChange = transition(schoolChanges, {
  name: 'cancel-school-change',
  path: ':changeId/cancel',
  roles: ['city-officer'],
  sentence: { zh: '撤回了待生效的院校变更', en: 'cancelled the change of the school' },
  input: { reason: accountableReason.meta({ example: '决定有误' }) },
  refuses: rules.changeCancellationRefusals,
  decide: rules.cancelChange,
});
