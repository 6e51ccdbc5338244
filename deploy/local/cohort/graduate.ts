import type { Tools } from './admit.ts';
import type { Api, Caller, Refused } from './api.ts';
import { bySchool } from './groups.ts';
import type { Refusals } from './refusals.ts';
import type { Imported } from './register.ts';

/** Whom the check of a batch does not let graduate, and why. */
interface Failed {
  registrationId: string;
  failures: Refused[];
}

const GRADUATED_ON = '2026-06-30';

/** A few fail, always the same ones, so that the check has something to find. */
const coursesPassed = ({ importRow }: Imported) => importRow % 61 !== 7;
const conductPassed = ({ importRow }: Imported) => importRow % 97 !== 13;
export const failsCheck = (each: Imported): boolean => !coursesPassed(each) || !conductPassed(each);

/**
 * 毕业: a batch of each school; who fails the check is excluded with the reason; the city approves the rest. A school
 * that has graduates of this cohort is done: who is still active there was excluded in an earlier start.
 */
export async function graduate(
  api: Api,
  registrations: Imported[],
  { progress, refusals }: Tools,
): Promise<Map<string, string>> {
  const approvedAt = new Map<string, string>();
  await bySchool(registrations, async (school, own) => {
    if (own.some(({ state }) => state.startsWith('GRADUAT'))) return;
    const active = own.filter(({ state }) => state === 'ACTIVE');
    if (active.length === 0) return;
    const batch = await graduateSchool(api, school, active, refusals);
    if (!batch) return;
    for (const { registrationId } of batch.passed) approvedAt.set(registrationId, batch.approvedAt);
    progress(`  ${school}: ${batch.graduated} of ${active.length} graduated`);
  });
  if (approvedAt.size > 0) progress(`graduated: ${approvedAt.size}`);
  return approvedAt;
}

async function graduateSchool(api: Api, school: string, active: Imported[], refusals: Refusals) {
  const registrar = api('student-records', 'school-registrar', school);
  const { batchId } = await registrar.post('/graduation-batches', {
    name: '2026届毕业生（样例）',
    graduatedOn: GRADUATED_ON,
    items: active.map((each) => ({
      registrationId: each.registrationId,
      conductPassed: conductPassed(each),
      coursesPassed: coursesPassed(each),
    })),
  });
  const path = `/graduation-batches/${batchId}`;
  const { failed } = await registrar.post<{ failed: Failed[] }>(`${path}/check`);
  refusals.add('毕业 graduation', failed.flatMap(({ failures }) => failures)); // prettier-ignore
  await exclude(registrar, path, failed);
  const out = new Set(failed.map(({ registrationId }) => registrationId));
  const passed = active.filter(({ registrationId }) => !out.has(registrationId));
  if (passed.length === 0) return undefined;
  await registrar.post(`${path}/submit`);
  const { graduated, approvedAt } = await api('student-records', 'city-officer').post(`${path}/approve`);
  return { passed, graduated, approvedAt };
}

async function exclude(registrar: Caller, path: string, failed: Failed[]) {
  const reasons = Map.groupBy(failed, ({ failures }) => failures.map(({ title }) => title).join('；'));
  for (const [reason, some] of reasons)
    await registrar.post(`${path}/exclude`, {
      registrationIds: some.map(({ registrationId }) => registrationId),
      reason,
    });
}
