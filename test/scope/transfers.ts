import { checkedIn, registered } from '../../apps/student-records/test/check-ins.js';
import type { TestService } from '#testing';
import { type Request, SCHOOL } from './walked-service.js';

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

/** A transfer to a third school, which those who ask are not. */
export async function transfersOf(service: TestService, receivingSchoolCode: string) {
  const city = service.as('city-officer');
  const [now, aYearAgo] = [new Date(), new Date()];
  aYearAgo.setFullYear(now.getFullYear() - 1);
  for (const year of [now.getFullYear(), now.getFullYear() + 1])
    await city.post('/working-calendars', {
      year,
      documentNo: '样例〔2026〕1号',
      holidays: [],
      shiftedWorkdays: [],
    });
  const [first, second] = await registered(
    service,
    ...[1, 2].map(() => checkedIn({ schoolCode: SCHOOL, startOn: dayOf(aYearAgo) })),
  );
  const registrationIds = [first!.registrationId, second!.registrationId];
  await city.post('/registrations/batch-approve', { registrationIds });
  const asking = {
    receivingSchoolCode,
    reasonCode: 'FAMILY_MOVED',
    effectiveOn: dayOf(now),
    evidence: '转学申请1',
  };
  const { body } = await service
    .as('school-registrar', SCHOOL)
    .post('/transfers', { ...asking, registrationIds: [first!.registrationId] });
  const transferId: string = body.transferIds[0];
  const transferIds = [transferId];
  const reason = '样例原因';
  const requests: Record<string, Request[]> = {
    'GET /transfers': [
      {},
      { query: { schoolCode: SCHOOL } },
      { query: { registrationId: first!.registrationId } },
    ],
    'POST /transfers': [{ body: { ...asking, registrationIds: [second!.registrationId] } }],
    'POST /transfers/batch-release': [{ body: { transferIds } }],
    'POST /transfers/batch-accept': [{ body: { transferIds, targetOfferingId: transferId } }],
    'POST /transfers/batch-approve': [{ body: { transferIds } }],
    'POST /transfers/batch-reject': [{ body: { transferIds, reason } }],
    'POST /transfers/batch-cancel': [{ body: { transferIds, reason } }],
  };
  return { ids: { transferId, transferred: first!.registrationId }, requests };
}
