import { batchTransition } from '#aggregates';
import { planPublicationRefusals, publish } from '../domain/plan-line.js';
import { lockPlaces } from '../offerings/places.js';
import { planLines } from './plan-lines.js';

/** 计划公布: from now on applicants can be admitted to the seats. */
export const publishPlanLines = batchTransition(planLines, {
  name: 'publish-plan-lines',
  path: 'publish',
  roles: ['city-officer'],
  sentence: { zh: '公布了招生计划', en: 'published the plan line' },
  input: {},
  refuses: planPublicationRefusals,
  context: async (tx, lines) => ({ placeOf: await lockPlaces(tx, lines) }),
  decide: (each, _input, { placeOf, ...asked }) => publish(each, { ...asked, ...placeOf(each) }),
});
