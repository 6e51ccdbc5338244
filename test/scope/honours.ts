import type { TestService } from '#testing';
import { importRoutes, importsTellNothing, uploaded } from './imports.js';
import { type Request, SCHOOL } from './walked-service.js';

const NOMINATION = { kind: 'OUTSTANDING_CADRE', year: 2026, merits: '学生会主席' };

/** A nomination for an honour. */
export async function honoursOf(service: TestService, registrationId: string) {
  const nominating = { ...NOMINATION, registrationIds: [registrationId] };
  const nominated = await service.as('school-registrar', SCHOOL).post('/honours', nominating);
  const honourId: string = nominated.body.honourIds[0];
  const nominations = await uploaded(service.as('school-registrar', SCHOOL), '/honours/imports', [
    '学号,荣誉,年度,主要事迹',
    'S00000000000,优秀毕业生干部,2026,学生会主席',
  ]);
  const requests: Record<string, Request[]> = {
    'GET /honours': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId } }],
    'POST /honours': [{ body: nominating }],
    'POST /honours/batch-cancel': [{ body: { honourIds: [honourId], reason: '核对' } }],
    ...importRoutes('/honours/imports', nominations, '优秀毕业生干部', '学号'),
  };
  return { ids: { honourId, nominations }, requests };
}

export const honoursTellNothing = {
  ...importsTellNothing('/honours/imports'),
  'GET /honours/export': 'a workbook of the same rows as the list, whose bytes differ each time',
  'GET /honours/quotas': 'quotas of the city, beside counts within the reach of who asks',
};
