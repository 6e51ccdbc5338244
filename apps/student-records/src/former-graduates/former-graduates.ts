import { aggregate } from '#aggregates';
import { FormerGraduate } from '../domain/former-graduate.js';

/** 历届毕业生 in its table. */
export const formerGraduates = aggregate({
  name: 'former-graduate',
  table: 'former_graduates',
  id: 'formerGraduateId',
  school: 'schoolCode',
  states: FormerGraduate,
});
