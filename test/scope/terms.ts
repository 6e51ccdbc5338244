import { dayInChina } from '#national-codes';
import type { TestService } from '#testing';
import { importRoutes, importsTellNothing, uploaded } from './imports.js';
import { type Request, SCHOOL } from './walked-service.js';

const TERM = '2026-2027-1';
const shifted = (days: number) => dayInChina(new Date(Date.now() + days * 86_400_000));

/** A term, which is reopened for the school, a student who is confirmed in it, and a file that is only checked. */
export async function termsOf(service: TestService, registrationId: string) {
  const city = service.as('city-officer');
  const registrar = service.as('school-registrar', SCHOOL);
  const days = { startOn: shifted(-60), endOn: shifted(90), confirmationOpensOn: shifted(-30), confirmationClosesOn: shifted(10) }; // prettier-ignore
  const { termId } = (await city.post('/terms', { term: TERM, ...days })).body as { termId: string };
  const reopening = { schoolCode: SCHOOL, confirmationClosesOn: shifted(20), reason: '数据报送中断' };
  const reopened = await city.post(`/terms/${termId}/reopen`, reopening);
  const statement = { term: TERM, result: 'CONFIRMED', registrationIds: [registrationId] };
  const stated = await registrar.post('/term-confirmations', statement);
  const confirmationFile = await uploaded(registrar, '/term-confirmations/imports', [
    '学号,学年学期,注册情况',
    `S00000000000,${TERM},已注册`,
  ]);
  const requests: Record<string, Request[]> = {
    'GET /terms/reopenings': [{}, { query: { schoolCode: SCHOOL } }],
    'POST /terms/:termId/reopen': [{ own: { termId }, body: reopening }],
    'GET /term-confirmations': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId } }],
    'GET /term-confirmations/progress': [{ query: { term: TERM } }],
    'POST /term-confirmations': [{ body: statement }],
    ...importRoutes('/term-confirmations/imports', confirmationFile, TERM, '学号'),
  };
  const ids: Record<string, string> = {
    reopeningId: reopened.body.reopeningId,
    confirmationId: stated.body.confirmationIds[0],
    confirmationFile,
  };
  return { ids, requests };
}

export const termsTellNothing = {
  ...importsTellNothing('/term-confirmations/imports'),
  'GET /terms': 'a public register of the city',
  'GET /terms/:termId/history': 'a public register of the city',
  'GET /term-confirmations/export': 'a workbook of the same rows as the list, whose bytes differ each time',
};
