import { choice } from '#importing';
import { LEVEL_NAMES, SEASON_NAMES, STUDY_MODE_NAMES } from './names-of-codes.js';

/** Codes as files of several kinds name them. */
export const level = choice(LEVEL_NAMES);
export const studyMode = choice(STUDY_MODE_NAMES);
export const season = choice(SEASON_NAMES);
export const programmeType = choice({
  REGULAR: '常规',
  NEW_APPRENTICESHIP: '企业新型学徒制',
  ORDER_CLASS: '订单班',
  INDUSTRY_COLLEGE: '产业学院',
});
