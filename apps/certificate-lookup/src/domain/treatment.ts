import type { TreatedAs } from '#contracts/published';

export type Language = 'zh' | 'en';

/**
 * 同等待遇: as whom the graduates of a class type are treated (渝人社〔2021〕452号, T11 [S]). Treated as is not the
 * same as holding a degree, so the sentence says whom the treatment is that of, and `treatmentNote` says the rest.
 */
export const treatmentStatement: Record<TreatedAs, Record<Language, string>> = {
  JUNIOR_COLLEGE: {
    zh: '按照大学专科学历毕业生享受同等待遇',
    en: 'Entitled to the same treatment as graduates of a junior college (大学专科)',
  },
  BACHELOR: {
    zh: '按照大学本科学历毕业生享受同等待遇',
    en: 'Entitled to the same treatment as graduates with a bachelor’s education (大学本科)',
  },
  NONE: {
    zh: '该班别不适用学历同等待遇',
    en: 'No equal treatment applies to this class type',
  },
};

export const treatmentNote: Record<Language, string> = {
  zh: '同等待遇适用于应征入伍、就业、确定工资起点标准、参加机关事业单位招聘、职称评审、职级晋升等方面，不等于具有该学历或学位。',
  en: 'Equal treatment concerns enlistment, employment, starting pay, public-sector recruitment, professional titles and promotion. It is not an academic qualification or degree.',
};
