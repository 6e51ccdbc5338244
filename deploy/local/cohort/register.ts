import type { Tools } from './admit.ts';
import type { Api, Application, Registration } from './api.ts';
import { inventedUscc } from '../sample/codes.ts';
import { bySchool, chunksOf } from './groups.ts';
import { until } from './until.ts';

/** A registration, and the row of the file that it goes back to. */
export type Imported = Registration & { importRow: number; durationMonths: number };

/** The registrations of these applications. */
export async function registrationsOf(api: Api, applications: Application[]): Promise<Imported[]> {
  const rows = new Map(applications.map((each) => [each.applicationId, each.importRow]));
  const all = await api('student-records', 'city-officer').all<Omit<Imported, 'importRow'>>('/registrations');
  return all
    .flatMap((each) => {
      const importRow = rows.get(each.applicationId);
      return importRow === undefined ? [] : { ...each, importRow };
    })
    .sort((one, other) => one.importRow - other.importRow);
}

/** 补充培养协议: what a type of programme rests on, beside what the file says. */
const PAPERS: Record<string, object> = {
  NEW_APPRENTICESHIP: { contractNo: '样例：培养合同〔2023〕1号' },
  INDUSTRY_COLLEGE: { cooperationAgreementNo: '样例：校企合作协议〔2023〕1号' },
  ORDER_CLASS: {
    employer: { uscc: inventedUscc('91', '500103', 900_001), name: '样例智造有限公司' },
    cooperationAgreementNo: '样例：订单培养协议〔2023〕1号',
  },
};

async function statePapers(api: Api, submitted: Imported[]): Promise<void> {
  await bySchool(submitted, async (school, own) => {
    const registrar = api('student-records', 'school-registrar', school);
    for (const [programmeType, some] of Map.groupBy(own, (each) => each.programmeType)) {
      const papers = PAPERS[programmeType];
      const registrationIds = some.map(({ registrationId }) => registrationId);
      if (papers)
        await registrar.post('/registrations/batch-state-programme', { registrationIds, ...papers });
    }
  });
}

/** 注册: waits for the registrations that check-in brings about; the city approves them. */
export async function register(
  api: Api,
  applications: Application[],
  { progress, refusals }: Tools,
): Promise<Imported[]> {
  const checkedIn = applications.filter(({ state }) =>
    ['CHECKED_IN', 'REGISTERED', 'STUDY_ENDED', 'RETURNED'].includes(state),
  );
  await until('registrations', async () => ({
    seen: (await registrationsOf(api, checkedIn)).length,
    wanted: checkedIn.length,
  }), { progress }); // prettier-ignore
  progress(`registrations in student records: ${checkedIn.length}`);
  // Another than who imported the applications: four eyes.
  const officer = api('student-records', 'city-officer', undefined, 'registrations');
  const submitted = (await registrationsOf(api, checkedIn)).filter(({ state }) => state === 'SUBMITTED');
  await statePapers(api, submitted);
  let accepted = 0;
  for (const some of chunksOf(submitted)) {
    const body = { registrationIds: some.map(({ registrationId }) => registrationId) };
    const outcome = await officer.post('/registrations/batch-approve', body);
    accepted += outcome.accepted;
    refusals.add('注册 registration', outcome.refused);
  }
  progress(`registrations approved: ${accepted}`);
  return registrationsOf(api, checkedIn);
}
