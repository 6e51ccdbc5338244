import { LEVELS, PROGRAMME_TYPES, SEASONS, StudyMode } from '#contracts';
import { clearText } from '#security';
import { z } from 'zod';

/** What a class is opened with, as a request states it. */
export const classFields = {
  code: clearText(30).meta({ description: '班级代码, unique within the school', example: '26SK01' }),
  name: clearText(50).meta({ description: '班级名称', example: '26数控1班' }),
  year: z.int().min(2000).max(2100).meta({ description: '入学年度', example: 2026 }),
  season: z.enum(SEASONS),
  studyMode: StudyMode,
  level: z.enum(LEVELS),
  major: z.strictObject({
    majorCode: clearText(20).meta({ example: '0106-4' }),
    name: clearText(100).meta({ example: '数控加工' }),
  }),
  programmeType: z.enum(PROGRAMME_TYPES).default('REGULAR'),
  plannedSize: z.int().min(1).max(500).meta({ description: '计划人数', example: 45 }),
};

export const headTeacher = clearText(50).meta({ description: '班主任', example: '李样例' });
