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
  const arrived = await registered(
    service,
    ...[1, 2].map(() => checkedIn({ schoolCode: SCHOOL, startOn: dayOf(now), checkedInOn: dayOf(now) })),
  );
  const brought = {
    outside: { province: '四川省', name: '样例学院', releaseNo: '转出证明1' },
    enteredOn: dayOf(aYearAgo),
    monthsStudied: 6,
    evidence: '转入材料1',
  };
  const inward = await service
    .as('school-registrar', SCHOOL)
    .post('/inward-transfers', { ...brought, registrationIds: [arrived[0]!.registrationId] });
  const inwardTransferIds: string[] = inward.body.inwardTransferIds;
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
    'GET /inward-transfers': [
      {},
      { query: { schoolCode: SCHOOL } },
      { query: { registrationId: arrived[0]!.registrationId } },
    ],
    'POST /inward-transfers': [{ body: { ...brought, registrationIds: [arrived[1]!.registrationId] } }],
    'POST /inward-transfers/batch-endorse': [{ body: { inwardTransferIds } }],
    'POST /inward-transfers/batch-approve': [
      { body: { inwardTransferIds, filingNo: '备1', outsideFilingNo: '备2' } },
    ],
    'POST /inward-transfers/batch-reject': [{ body: { inwardTransferIds, reason } }],
    'POST /inward-transfers/batch-cancel': [{ body: { inwardTransferIds, reason } }],
  };
  return {
    ids: { transferId, transferred: first!.registrationId, inwardTransferId: inwardTransferIds[0]! },
    requests,
  };
}
