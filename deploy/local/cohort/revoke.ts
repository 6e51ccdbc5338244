import type { Api, Application } from './api.ts';
import { countsOf, outcomesOf } from './outcomes.ts';
import { registrationsOf } from './register.ts';
import { type Progress, until } from './until.ts';

const REVOKED = 3;

/** 撤销毕业 of the last three graduates of the file by two officers, never of `spared`; then waits until every service says so. */
export async function revokeThree(
  api: Api,
  applications: Application[],
  spared: string | undefined,
  { progress }: { progress: Progress },
): Promise<void> {
  const officer = (person: string) => api('student-records', 'city-officer', undefined, person);
  const registrations = await registrationsOf(api, applications);
  const already = registrations.filter(({ state }) => state === 'GRADUATION_REVOKED').length;
  const chosen = registrations
    .filter(({ state, applicationId }) => state === 'GRADUATED' && applicationId !== spared)
    .slice(already - REVOKED || registrations.length);
  for (const [at, { registrationId }] of chosen.entries()) {
    const { revocationIds } = await officer('proposer').post('/graduation-revocations', {
      registrationIds: [registrationId],
      reasonCode: 'CONDITIONS_NOT_MET',
      reason: '样例：经查毕业条件不符',
      leadsTo: 'GRADUATION_REVOKED',
    });
    const decisionNo = `样例撤〔2026〕${already + at + 1}号`;
    await officer('decider').post('/graduation-revocations/batch-approve', { revocationIds, decisionNo });
  }
  progress(already ? `graduations revoked before: ${already}` : `graduations revoked: ${chosen.length}`);
  await until('revocations shown everywhere', async () => {
    const now = await registrationsOf(api, applications);
    const counts = countsOf(now, await outcomesOf(api, now));
    const seen = Math.min(counts.certificatesRevoked, counts.shownRevoked, counts.casesCancelled);
    return { seen, wanted: counts.graduationsRevoked };
  }, { progress }); // prettier-ignore
  progress('revoked certificates are shown as revoked, their cases are cancelled');
}
