import type { Tools } from './admit.ts';
import type { Api } from './api.ts';
import type { Refusals } from './refusals.ts';
import { failsCheck } from './graduate.ts';
import type { Imported } from './register.ts';
import { transferOne } from './transfer.ts';

const EVIDENCE = '样例：证明材料〔2026〕1号';

/** What became of who did not graduate. */
export interface Changed {
  returned: number;
  leavers: number;
  corrected: number;
  transferred: number;
}

/**
 * 学籍异动: of those whom the check kept from graduating, the first is ill over the summer and returns, the second withdraws, and the
 * third turns out to have changed their name; one who still studies is transferred. What was done in an earlier start stays.
 */
export async function changeRecords(
  api: Api,
  registrations: Imported[],
  { progress, refusals }: Tools,
): Promise<Changed> {
  const change = changer(api, refusals);
  const [ill, leaving, renamed] = registrations.filter((each) => each.studentNo && failsCheck(each));
  const changed = {
    returned: ill ? await takeLeave(api, ill, change) : 0,
    leavers: leaving ? await withdraw(leaving, change) : 0,
    corrected: renamed ? await correctName(api, renamed) : 0,
    transferred: await transferOne(api, registrations, change, { refusals }),
  };
  const { returned, leavers, corrected, transferred } = changed;
  progress(
    `back from leave: ${returned}; withdrawn from their studies: ${leavers}; names corrected: ${corrected}; transferred: ${transferred}`,
  );
  return changed;
}

async function takeLeave(api: Api, student: Imported, change: Change): Promise<number> {
  if ((await appliedTo(api, student)) > 0) return 1;
  const leave = { type: 'LEAVE', reasonCode: 'ILLNESS', effectiveOn: '2026-07-06', returnExpectedOn: '2026-09-30' }; // prettier-ignore
  await change(student, leave);
  return change(student, { type: 'RETURN', reasonCode: 'LEAVE_OVER', effectiveOn: '2026-09-01' });
}

async function withdraw(student: Imported, change: Change): Promise<number> {
  if (student.state === 'WITHDRAWN') return 1;
  return change(student, { type: 'WITHDRAWAL', reasonCode: 'EMPLOYED', effectiveOn: '2026-07-06' });
}

const appliedTo = async (api: Api, { registrationId }: Imported) =>
  (await api('student-records', 'city-officer').all(`/status-changes?registrationId=${registrationId}`))
    .length;

export type Change = ReturnType<typeof changer>;

/** The registrar asks, and the principal decides: it takes effect at once, since its day has come. */
function changer(api: Api, refusals: Refusals) {
  return async ({ registrationId, schoolCode }: Imported, asked: Record<string, string>): Promise<number> => {
    const registrar = api('student-records', 'school-registrar', schoolCode);
    const body = { registrationIds: [registrationId], evidence: EVIDENCE, ...asked };
    const requested = await registrar.post('/status-changes', body);
    refusals.add('异动 status change', requested.refused);
    const { changeIds } = requested;
    if (changeIds.length === 0) return 0;
    const principal = api('student-records', 'school-principal', schoolCode, 'principal');
    const decided = await principal.post('/status-changes/batch-approve', { changeIds });
    refusals.add('异动 status change', decided.refused);
    return decided.accepted;
  };
}

/** 身份信息更正: a student has another name by law; the registrar asks with the papers, the city decides. */
async function correctName(api: Api, student: Imported): Promise<number> {
  const { registrationId, personId, schoolCode } = student;
  const officer = api('student-records', 'city-officer', undefined, 'registrations');
  if ((await officer.all(`/identity-changes?personId=${personId}`)).length > 0) return 1;
  const registrar = api('student-records', 'school-registrar', schoolCode);
  const path = `/registrations/${registrationId}/reveal-identity`;
  const { name, idType, idNumber } = await registrar.post(path, { reason: '样例：依法更名' });
  const { changeId } = await registrar.post(`/persons/${personId}/identity-corrections`, {
    identity: { name: `${name}远`, idType, idNumber },
    reasonCode: 'LEGAL_CHANGE',
    evidence: EVIDENCE,
    effectiveOn: '2026-07-06',
  });
  await officer.post(`/identity-changes/${changeId}/approve`);
  return 1;
}
