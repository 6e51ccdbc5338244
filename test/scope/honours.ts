import type { TestService } from '#testing';
import { type Request, SCHOOL } from './walked-service.js';

const NOMINATION = { kind: 'OUTSTANDING_CADRE', year: 2026, merits: '学生会主席' };

/** A nomination for an honour. */
export async function honoursOf(service: TestService, registrationId: string) {
  const nominating = { ...NOMINATION, registrationIds: [registrationId] };
  const nominated = await service.as('school-registrar', SCHOOL).post('/honours', nominating);
  const honourId: string = nominated.body.honourIds[0];
  const requests: Record<string, Request[]> = {
    'GET /honours': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId } }],
    'POST /honours': [{ body: nominating }],
    'POST /honours/batch-cancel': [{ body: { honourIds: [honourId], reason: '核对' } }],
  };
  return { ids: { honourId }, requests };
}

export const honoursTellNothing = {
  'GET /honours/export': 'a workbook of the same rows as the list, whose bytes differ each time',
  'GET /honours/quotas': 'quotas of the city, beside counts within the reach of who asks',
};
