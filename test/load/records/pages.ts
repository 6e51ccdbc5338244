import type { Api, Caller } from '../../../deploy/local/cohort/api.ts';
import type { RunningProcess } from '../../../deploy/local/platform/processes.ts';
import { cpuMsOfOne, measureCpu, percentiles } from '../usage.ts';
import { LAST_YEAR } from './register-sql.ts';

/** What registrars ask of the list, alone and in the usual pairs. `page=10` is the tenth page of it. */
const QUERIES = [
  '', 'page=10', 'state=ACTIVE', 'state=ON_LEAVE', 'state=ACTIVE&page=10', 'majorCode=M17', 'level=TECHNICIAN', 'studyMode=PART_TIME',
  `year=${LAST_YEAR}`, 'sourceType=ENTERPRISE_EMPLOYEE', 'sex=2', 'hukouRegion=500101', 'hukouRegion=500139', 'studyYear=1', 'studyYear=3',
  'classId=CLASS', 'studentNo=STUDENT', 'name=张', 'name=张伟', 'name=z', 'name=zw', 'name=zhangwei', 'name=zhangweizeng',
  'hukouRegion=500101&studyYear=3', 'hukouRegion=500139&studyYear=1', 'state=ACTIVE&majorCode=M17', 'state=ACTIVE&name=w',
  `state=ACTIVE&year=${LAST_YEAR - 1}&sourceType=ENTERPRISE_EMPLOYEE`, 'level=SENIOR&studyMode=PART_TIME', 'schoolCode=R8&studyYear=1',
  'schoolCode=R8&hukouRegion=500101', `state=WITHDRAWN&year=${LAST_YEAR}`, 'sort=studentNo&page=10', 'sort=name&page=10',
  'sort=-startOn&state=ACTIVE', 'studyYear=1&sort=studentNo', 'majorCode=M17&sort=name', 'name=zw&sort=name',
  'total=true', 'state=ACTIVE&total=true', 'hukouRegion=500101&total=true', 'name=zw&total=true', 'studyYear=1&total=true',
]; // prettier-ignore

interface Asked {
  readonly api: Api;
  /** the service and PostgreSQL */
  readonly running: readonly RunningProcess[];
  readonly rounds: number;
  /** for `CLASS` and `STUDENT` */
  readonly known: Readonly<Record<string, string>>;
}

/** By query and who asks: milliseconds of the clock, and of the processors of the service and of PostgreSQL together. */
export async function pagesAsked({ api, running, rounds, known }: Asked) {
  const service = 'student-records';
  const askers: Record<string, Caller> = {
    city: api(service, 'city-officer'),
    district: api(service, 'district-officer', '500104'),
    school: api(service, 'school-registrar', 'R8'),
  };
  const rows: (string | number)[][] = [];
  for (const query of QUERIES) {
    const row: (string | number)[] = [query || '(all)'];
    for (const [name, asker] of Object.entries(askers)) {
      if (name === 'school' && query.includes('schoolCode')) continue;
      const path = await pageOf(
        asker,
        query.replace(/CLASS|STUDENT/, (which) => known[which]!),
      );
      const { times, cpuMs } = await askedOften(asker, path, { running, rounds });
      const { p50, p95 } = percentiles(times);
      row.push(Math.round(p50), Math.round(p95), Math.round(cpuMs));
    }
    rows.push(row);
  }
  return rows;
}

/** The address of a page, by those before it; of the last one where there are fewer. */
async function pageOf(asker: Caller, query: string): Promise<string> {
  const asked = new URLSearchParams(query);
  const page = Number(asked.get('page') ?? 1);
  asked.delete('page');
  for (let n = 1; n < page; n++) {
    const { nextCursor } = await asker.get(`/registrations?${asked.toString()}`);
    if (nextCursor === undefined) break;
    asked.set('cursor', nextCursor);
  }
  return `/registrations?${asked.toString()}`;
}

async function askedOften(
  asker: Caller,
  path: string,
  { running, rounds }: Pick<Asked, 'running' | 'rounds'>,
) {
  await asker.get(path);
  const times = [];
  const cpu = measureCpu(running);
  for (let n = 0; n < rounds; n++) {
    const began = performance.now();
    await asker.get(path);
    times.push(performance.now() - began);
  }
  const { bench: _, ...spent } = cpuMsOfOne(cpu.stop(), rounds);
  return { times, cpuMs: Object.values(spent).reduce((all, each) => all + each, 0) };
}
