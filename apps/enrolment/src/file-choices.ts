import { choice } from '#importing';

/** Codes as files of several kinds name them. */
export const LEVEL_NAMES = {
  INTERMEDIATE: '中级工班',
  SENIOR: '高级工班',
  PREP_TECHNICIAN: '预备技师班',
  TECHNICIAN: '技师班',
};
export const STUDY_MODE_NAMES = { FULL_TIME: '全日制', PART_TIME: '非全日制' };
export const level = choice(LEVEL_NAMES);
export const studyMode = choice(STUDY_MODE_NAMES);
export const season = choice({ SPRING: '春季', AUTUMN: '秋季' });
export const planScope = choice({ IN_CITY: '市内', OUT_OF_CITY: '市外' });
