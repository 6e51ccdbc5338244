import type { TestService } from '#testing';
import { importRoutes, importsTellNothing, uploaded } from './imports.js';
import { type Request, SCHOOL } from './walked-service.js';

const CLASS = {
  code: 'A1',
  name: '样例班级',
  year: 2023,
  season: 'AUTUMN',
  studyMode: 'FULL_TIME',
  level: 'SENIOR',
  major: { majorCode: '0106-4', name: '数控加工' },
  plannedSize: 45,
};
const REASON = { reason: '核对' };

/** A class with a student, and files of classes and of students that are only checked. */
export async function classesOf(service: TestService, registrationId: string) {
  const registrar = service.as('school-registrar', SCHOOL);
  const { classId } = (await registrar.post('/classes', CLASS)).body as { classId: string };
  const placing = { classId, effectiveOn: '2026-09-01' };
  const placed = await registrar.post('/class-memberships', { ...placing, registrationIds: [registrationId] }); // prettier-ignore
  const membershipId: string = placed.body.membershipIds[0];
  const classFile = await uploaded(registrar, '/classes/imports', [
    '班级代码,班级名称,入学年度,入学季节,学习形式,层次,专业代码,专业名称,培养类型,计划人数',
    ...['40', '零'].map((size) => `A2,二班,2023,秋季,全日制,高级工班,0106-4,数控加工,常规,${size}`),
  ]);
  const placingFile = await uploaded(registrar, '/class-memberships/imports', [
    '学号,班级代码,编入日期',
    'S00000000000,A1,2026-09-01',
  ]);
  const requests: Record<string, Request[]> = {
    'GET /classes': [{}, { query: { schoolCode: SCHOOL } }],
    'GET /classes/:classId/history': [{ shows: 'open-class' }],
    'GET /classes/:classId/students': [{}],
    'POST /classes/:classId/change': [{ body: { ...REASON, name: '新名' } }],
    'POST /classes/:classId/appoint-head-teacher': [
      { body: { headTeacher: '李样例', fromOn: '2026-10-01' } },
    ],
    'POST /classes/:classId/close': [{ body: { ...REASON, closedOn: '2026-09-01' } }],
    'POST /classes/batch-close': [{ body: { ...REASON, classIds: [classId], closedOn: '2026-09-01' } }],
    'POST /classes/:classId/reopen': [{ body: REASON }],
    'GET /class-memberships': [{}, { query: { registrationId } }, { query: { classId } }],
    'POST /class-memberships': [{ body: { ...placing, registrationIds: [registrationId] } }],
    'POST /class-memberships/batch-undo': [{ body: { ...REASON, membershipIds: [membershipId] } }],
    ...importRoutes('/classes/imports', classFile, '高级工班', '计划人数'),
    ...importRoutes('/class-memberships/imports', placingFile, 'A1', '学号'),
  };
  return { ids: { classId, membershipId, classFile, placingFile }, requests };
}

export const classesTellNothing = {
  ...importsTellNothing('/classes/imports'),
  ...importsTellNothing('/class-memberships/imports'),
  'POST /classes': 'opens a class of the caller’s own school, and tells of no other',
  'GET /classes/export': 'a workbook of the same rows as the list, whose bytes differ each time',
  'GET /classes/:classId/students/export':
    'a workbook of the same rows as the list, whose bytes differ each time',
};
