import type { Summary } from './run.ts';
import { type Cell, table } from './table.ts';

/** The summary for a person to read. */
export function reportOf(summary: Summary, lookupUrl: string): string {
  return [
    '',
    `招生到就业 The cohort, from application to employment${summary.knownBefore ? ' (it was there already from an earlier start)' : ''}`,
    ...table(stepsOf(summary)),
    '',
    '导入未通过 Rows refused by the import',
    ...orNone(findings(summary, 'ERROR')),
    '',
    '导入提示 Rows taken in with a warning',
    ...orNone(findings(summary, 'WARNING')),
    '',
    '其他未通过 Refused later',
    ...orNone(summary.refusals.map((each) => [each.count, each.step, each.title, each.code])),
    '',
    timesInWords(summary.visible),
    '',
    ...journeyInWords(summary.journey),
    '',
    ...tryInWords(summary.tryInLookup, lookupUrl),
    summary.ok ? '相符 Every count agrees.' : '不符 The counts do NOT agree: see the table.',
  ].join('\n');
}

function stepsOf({ city, import: job, counts }: Summary) {
  return [
    [city.schools, '院校', 'schools'],
    [city.majors, '专业', 'majors'],
    [city.offerings, '专业点', 'offerings'],
    [job.rows, '报名数据行', 'rows in the file'],
    [counts.applications, '报名', 'applications'],
    [counts.withdrawn, '撤回报名', 'withdrawn'],
    [counts.admitted, '录取', 'admitted'],
    [counts.declined, '放弃录取', 'declined; the seat goes to the waitlist'],
    [counts.waiting, '候补', 'still on the waitlist'],
    [counts.noShows, '未报到', 'no-shows'],
    [counts.checkedIn, '报到', 'checked in'],
    [counts.approved, '注册', 'registrations approved'],
    [counts.graduated, '毕业', 'graduated'],
    [counts.issued, '证书', 'certificates issued'],
    [counts.visible, '可查询', 'visible in the lookup'],
    [counts.cases, '就业跟踪', 'employment cases'],
    [counts.graduationsRevoked, '撤销毕业', 'graduations revoked'],
    [counts.certificatesRevoked, '撤销证书', 'certificates revoked'],
    [counts.shownRevoked, '查询显示已撤销', 'shown as revoked'],
    [counts.casesCancelled, '取消跟踪', 'cases cancelled'],
    [counts.returned, '休学后复学', 'back from leave'],
    [counts.leavers, '退学', 'withdrawn from their studies'],
    [counts.transferred, '转学', 'transferred to another school'],
    [counts.corrected, '身份信息更正', 'names corrected'],
    [counts.following, '升入高级工班', 'registered for the next stage'],
  ];
}

const findings = (summary: Summary, grade: 'ERROR' | 'WARNING') =>
  summary.import.errors
    .filter((each) => each.grade === grade)
    .map((each) => [each.row, each.column, each.code, each.message]);

const orNone = (rows: Cell[][]) => (rows.length > 0 ? table(rows) : ['  无 none']);

const timesInWords = ({ measured, p50Ms, p99Ms }: Summary['visible']) =>
  measured > 0
    ? `From graduation approved to certificate visible: p50 ${p50Ms} ms, p99 ${p99Ms} ms (${measured} certificates)`
    : 'From graduation approved to certificate visible: nothing to measure';

function journeyInWords(journey: Summary['journey']) {
  if (!journey) return ['The way of one person: nobody graduated'];
  const rows = journey.events.map(({ time, type, id }) => [time, type, id]);
  return [`一人全程 The way of ${journey.name} (样例), by its events`, ...orNone(rows)];
}

const tryInWords = (sample: Summary['tryInLookup'], lookupUrl: string) =>
  sample ? [`Try the lookup: ${lookupUrl}/  certificate ${sample.certificateNo}, name ${sample.name}`] : [];
