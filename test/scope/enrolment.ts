import { stylesheetPath } from '#runtime';
import type { HttpCaller } from '#testing';
import {
  anId,
  applied,
  application,
  recruitingSchool,
  somebody,
  startEnrolment,
} from '../../apps/enrolment/test/recruiting.js';
import { importRoutes, uploaded } from './imports.js';
import { AppModule } from '../../apps/enrolment/src/app.module.js';
import { checked, committed, csv, row } from '../../apps/enrolment/test/import-files.js';
import {
  DISTRICT,
  OTHER_DISTRICT,
  OTHER_SCHOOL,
  PLATFORM,
  type Request,
  SCHOOL,
  supervised,
  type OpenedService,
  type WalkedService,
} from './walked-service.js';

const agreement = { kind: 'ORDER_CLASS', uscc: '12500000450400000C', enterpriseName: '样例企业', agreementNo: '样例1号', from: '2026-01-01' }; // prettier-ignore
/** Without what a school names and a platform does not. */
const placeOf = ({ offeringId: _offering, channel: _channel, ...asked }: ReturnType<typeof application>) =>
  asked;

const WITHOUT_REASON = ['hand-in', 'review', 'waitlist'];

export const enrolment: WalkedService = {
  name: 'enrolment',
  module: AppModule,
  async open(): Promise<OpenedService> {
    const service = await startEnrolment();
    const { offeringId, qualificationId, planLineId } = await recruitingSchool(
      service,
      SCHOOL,
      50,
      supervised(DISTRICT),
    );
    const other = await recruitingSchool(service, OTHER_SCHOOL, 50, supervised(OTHER_DISTRICT));
    await service
      .as('city-officer')
      .post(`/schools/${SCHOOL}/changes`, { kind: 'RELOCATE', address: '样例路1号', reason: '迁址' });
    const applicationId = await applied(service, SCHOOL, offeringId, {
      name: '样例保密',
      hukouRegion: '510104',
    });
    await applied(service, OTHER_SCHOOL, other.offeringId);
    // One document under two names: a conflict, which the city alone sees.
    const idNumber = somebody();
    await applied(service, SCHOOL, offeringId, { name: '样例丙', idNumber });
    await applied(service, OTHER_SCHOOL, other.offeringId, { name: '样例丁', idNumber });
    await service
      .as('city-officer')
      .post(`/applications/${applicationId}/reveal-identity`, { reason: '核对' });
    await service.as('city-officer').post('/major-reviews', { year: 2026 });
    const admissions = service.as('school-admissions', SCHOOL);
    // One that is only checked, with a row that is refused, and one that is stored.
    const refusedRow = row({ 学校代码: SCHOOL, 姓名: '' });
    const { importId } = await checked(admissions, csv(row({ 学校代码: SCHOOL }), refusedRow));
    const stored = await checked(admissions, csv(row({ 学校代码: SCHOOL })));
    await committed(admissions, stored.importId);
    const plans = await uploadedPlans(admissions);
    const platformNumber = 'ZZ-2026-0001';
    const delivered = await service.as('unified-platform', PLATFORM).post('/unified-platform/applications/deliver', {
      applications: [
        { ...placeOf(application(offeringId)), schoolCode: SCHOOL, majorCode: '0106', level: 'SENIOR', studyMode: 'FULL_TIME', platformNumber },
      ],
    }); // prettier-ignore
    if (delivered.body.accepted !== 1) throw new Error(JSON.stringify(delivered.body));
    const checkIns = await uploadedCheckIns(admissions, applicationId);
    const ids = {
      platformNumber,
      schoolCode: SCHOOL,
      offeringId,
      qualificationId,
      planLineId,
      applicationId,
      importId,
      storedImportId: stored.importId as string,
      planImportId: plans,
      checkInImportId: checkIns,
    };
    const named: Request[] = [{ body: { applicationIds: [applicationId] } }];
    const lines = { planLineIds: [planLineId] };
    return {
      service,
      ids,
      secrets: ['样例保密', applicationId, importId, stored.importId, planLineId, plans, checkIns],
      requests: {
        'GET /applications': [{}, { query: { schoolCode: SCHOOL } }, { query: { importId: stored.importId } }, { query: { offeringId } },], // prettier-ignore
        'POST /applications': [{ body: application(offeringId) }],
        'GET /applications/:applicationId': [{}],
        // All of them: the newest hundred are of who was refused.
        'GET /audit-entries': [{ query: { limit: '1000' } }, { query: { id: applicationId } }],
        'POST /applications/:applicationId/admit': [{}],
        'POST /applications/:applicationId/correct': [
          { body: { ...application(offeringId), reason: '核对' } },
        ],
        'POST /applications/:applicationId/reveal-identity': [{ body: { reason: '核对' } }],
        'POST /applications/batch-admit': named,
        'POST /applications/batch-check-in': [
          { body: { applicationIds: [applicationId], checkedInOn: '2026-09-01' } },
        ],
        'GET /applications/warnings': [{ shows: 'hukou-out-of-city' }, { query: { schoolCode: SCHOOL }, shows: 'hukou-out-of-city' }], // prettier-ignore
        'POST /applications/batch-acknowledge-warnings': [
          { body: { applicationIds: [applicationId], codes: ['hukou-out-of-city'], reason: '已核对' } },
        ],
        ...Object.fromEntries(
          ['hand-in', 'review', 'waitlist', 'withdraw', 'decline', 'note-no-show', 'reconsider'].map(
            (step) => [
              `POST /applications/batch-${step}`,
              [
                {
                  body: {
                    applicationIds: [applicationId],
                    ...(WITHOUT_REASON.includes(step) ? {} : { reason: '核对' }),
                  },
                },
              ],
            ],
          ),
        ),
        'POST /applications/batch-reject': [
          { body: { applicationIds: [applicationId], closingCode: 'OTHER', reason: '核对' } },
        ],
        'POST /offerings/:offeringId/add-cooperation': [{ body: agreement }],
        'POST /offerings/:offeringId/correct-cooperation': [
          { body: { cooperationId: anId(), ...agreement, reason: '核对' } },
        ],
        'POST /offerings/:offeringId/end-cooperation': [
          { body: { cooperationId: anId(), lastDay: '2026-09-01', reason: '核对' } },
        ],
        'POST /offerings/:offeringId/withdraw-cooperation': [
          { body: { cooperationId: anId(), reason: '核对' } },
        ],
        'GET /applications/imports': [{}],
        'GET /applications/imports/:importId': [{}],
        'GET /applications/imports/:importId/preview': [{ shows: '0106' }],
        'GET /applications/imports/:importId/errors': [{ shows: '姓名' }],
        'GET /applications/imports/:importId/error-workbook': [{ shows: 'PK' }],
        'POST /applications/imports/:importId/commit': [{ body: { mode: 'VALID_ROWS' } }],
        'POST /applications/imports/:importId/cancel': [{}],
        'POST /plans/batch': [
          { body: { lines: [{ year: 2026, season: 'AUTUMN', offeringId, scope: 'IN_CITY', planned: 9 }] } },
        ],
        'GET /unified-platform/applications/:platformNumber': [{}],
        'POST /unified-platform/applications/lookup': [{ body: { platformNumbers: [platformNumber] } }],
        'POST /unified-platform/applications/withdraw': [
          { body: { platformNumbers: [platformNumber], reason: '考生本人撤回' } },
        ],
        'GET /plans/usage': [{}, { query: { schoolCode: SCHOOL } }, { query: { offeringId } }],
        'GET /plans/usage/figures': [{ query: { schoolCode: SCHOOL } }],
        'GET /plans/:planLineId/history': [{}],
        'POST /plans/:planLineId/request-adjustment': [{ body: { planned: 60, reason: '核对' } }],
        ...Object.fromEntries(
          ['submit', 'recall', 'approve', 'approve-adjustments', 'recall-adjustments'].map((step) => [
            `POST /plans/${step}`,
            [{ body: lines }],
          ]),
        ),
        ...Object.fromEntries(
          ['return', 'take-back-approval', 'return-adjustments'].map((step) => [
            `POST /plans/${step}`,
            [{ body: { ...lines, reason: '核对' } }],
          ]),
        ),
        ...importRoutes('/plans/imports', plans, '0106', '计划人数'),
        ...importRoutes('/check-ins/imports', checkIns, '2026-09-01', '报名编号'),
      },
    };
  },
  tellNothing: {
    'GET /applications/imports/template': 'an empty workbook, the same for everybody',
    'POST /applications/imports':
      'takes the file of who sends it; what is against its rows is told within their reach',
    'POST /unified-platform/applications/deliver':
      'takes what the platform sends under its own numbers, and answers with these',
    'GET /applications/export':
      'a workbook, empty where nothing is seen, of what GET /applications reads by the same query',
    'GET /plans/imports/template': 'an empty workbook, the same for everybody',
    'POST /plans/imports':
      'takes the file of who sends it; what is against its rows is told within their reach',
    'GET /plans/export':
      'a workbook, empty where nothing is seen, of what GET /plans/usage reads by the same query',
    'GET /check-ins/imports/template': 'an empty workbook, the same for everybody',
    'POST /check-ins/imports':
      'takes the file of who sends it; what is against its rows is told within their reach',
    'GET /check-ins/export':
      'a workbook, empty where nothing is seen, of applications under the scope of who asks',
    'GET /plans/targets': 'targets of the city, which name no school',
    'GET /plans/targets/:targetId/history': 'of targets of the city, which name no school',
    'GET /recruiting-partners': 'a public register of institutions outside of the city',
    'GET /recruiting-partners/intake':
      'figures of the schools within reach, in which an application counts as one',
    'GET /authorities': 'a public register that names no school',
    'GET /schools': 'a public register',
    'GET /schools/export': 'a public register',
    'GET /schools/:schoolCode': 'a public register',
    'GET /calendars': 'a public register of the city',
    'GET /calendars/:calendarId/history': 'a public register of the city',
    'GET /catalogue/majors': 'a public register that names no school',
    'GET /catalogue/majors/export': 'a public register that names no school',
    'GET /offerings': 'a public register',
    'GET /offerings/cooperation-shares': 'counts of a public register',
    'GET /offerings/cooperation-shares/export': 'the same counts as a workbook',
    'GET /offerings/export': 'a public register',
    'GET /qualifications': 'a public register of schools: who may recruit for what',
    'GET /public/qualifications': 'a public register: who may recruit is published (T9 公开招生资质)',
    'GET /public/qualification-reviews': 'what came of the reviews is published (T9 定期清理)',
    'GET /recruiting': 'the same register as a page',
    [`GET /${stylesheetPath}`]: 'the look of the page',
  },
};

/** A file of plan lines that is only checked, with a row that is refused; answers its id. */
function uploadedPlans(admissions: HttpCaller): Promise<string> {
  const rows = ['学校代码,专业代码,层次,学习形式,年度,季节,计划范围,计划人数', ...['9', '九'].map((seats) => `${SCHOOL},0106,高级工班,全日制,2027,秋季,市内,${seats}`)]; // prettier-ignore
  return uploaded(admissions, '/plans/imports', rows);
}

/** A sheet of check-ins that is only checked, whose row is refused, since nobody was admitted; answers its id. */
const uploadedCheckIns = (admissions: HttpCaller, applicationId: string): Promise<string> =>
  uploaded(admissions, '/check-ins/imports', ['报名编号,报到日期,已核验证件', `${applicationId},2026-09-01,是`]); // prettier-ignore
