import type { TreatedAs } from '#contracts/published';

export type Language = 'zh' | 'en';

/**
 * 同等待遇: as whom the graduates of a class type are treated (渝人社〔2021〕452号, T11 [S]). Treated as is not the
 * same as holding a degree, so the sentence says whom the treatment is that of, and `treatmentNote` says the rest.
 */
const STATEMENTS: Record<TreatedAs, Record<Language, string>> = {
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

/** A treatment that a city has added has no sentence here, so its code is shown and nothing is promised. */
export const treatmentStatement = (as: TreatedAs): Record<Language, string> =>
  STATEMENTS[as] ?? {
    zh: `同等待遇类别为${as}，具体内容以发证地人力资源社会保障部门的规定为准`,
    en: `Equal treatment of the kind ${as}, as the authority that issued the certificate defines it`,
  };

export const treatmentNote: Record<Language, string> = {
  zh: '同等待遇适用于应征入伍、就业、确定工资起点标准、参加机关事业单位招聘、职称评审、职级晋升等方面，不等于具有该学历或学位。',
  en: 'Equal treatment concerns enlistment, employment, starting pay, public-sector recruitment, professional titles and promotion. It is not an academic qualification or degree.',
};
