import {
  applied,
  application,
  recruitingSchool,
  somebody,
  startEnrolment,
} from '../../apps/enrolment/test/recruiting.js';
import { AppModule } from '../../apps/enrolment/src/app.module.js';
import {
  DISTRICT,
  OTHER_DISTRICT,
  OTHER_SCHOOL,
  type Request,
  SCHOOL,
  supervised,
  type OpenedService,
  type WalkedService,
} from './walked-service.js';

/** A file with one valid application of another person. */
function fileFor(schoolCode: string): string {
  const idNumber = somebody();
  const cells = {
    学校代码: schoolCode,
    专业代码: '0106',
    层次: '高级工班',
    学习形式: '全日制',
    年度: '2026',
    季节: '秋季',
    姓名: '样例乙',
    证件类型: '居民身份证',
    证件号码: idNumber,
    性别: Number(idNumber[16]) % 2 === 1 ? '男' : '女',
    民族: '汉族',
    来源类型: '往届高中毕业生',
    渠道: '现场报名',
    原学历: '高中',
    入学日期: '2026-09-01',
    学制月数: '36',
    培养类型: '常规',
    计划范围: '市内',
    ...Object.fromEntries(MAY_BE_EMPTY.map((column) => [column, ''])),
  };
  return [Object.keys(cells), Object.values(cells)].map((row) => row.join(',')).join('\r\n');
}

const MAY_BE_EMPTY = [
  '联系电话',
  '用人单位信用代码',
  '用人单位名称',
  '监护人姓名',
  '监护人关系',
  '监护人电话',
];

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
    const applicationId = await applied(service, SCHOOL, offeringId, { name: '样例保密' });
    await applied(service, OTHER_SCHOOL, other.offeringId);
    await service
      .as('city-officer')
      .post(`/applications/${applicationId}/reveal-identity`, { reason: '核对' });
    const upload = async () =>
      (
        await service
          .as('school-admissions', SCHOOL)
          .post('/applications/imports', fileFor(SCHOOL), 'text/csv')
      ).body.importId as string;
    const [importId, committed] = [await upload(), await upload()];
    const job = await service
      .as('school-admissions', SCHOOL)
      .post(`/applications/imports/${committed}/commit`);
    expect(job.body).toMatchObject({ committed: 1, errors: [] });
    const ids = {
      schoolCode: SCHOOL,
      offeringId,
      qualificationId,
      planLineId,
      applicationId,
      importId,
      committed,
    };
    const named: Request[] = [{ body: { applicationIds: [applicationId] } }];
    return {
      service,
      ids,
      secrets: ['样例保密', applicationId, importId, committed, planLineId],
      requests: {
        'GET /applications': [{}, { query: { schoolCode: SCHOOL } }, { query: { importId: committed } }, { query: { offeringId } },], // prettier-ignore
        'POST /applications': [{ body: application(offeringId) }],
        'GET /applications/:applicationId': [{}],
        'GET /audit-entries': [{}, { query: { id: applicationId } }],
        'POST /applications/:applicationId/admit': [{}],
        'POST /applications/:applicationId/reveal-identity': [{ body: { reason: '核对' } }],
        'POST /applications/batch-admit': named,
        'POST /applications/batch-check-in': [
          { body: { applicationIds: [applicationId], checkedInOn: '2026-09-01' } },
        ],
        'POST /applications/imports': [
          {
            body: fileFor(SCHOOL),
            contentType: 'text/csv',
            newMembers: ['importId', 'fileSha256', 'createdAt'],
          },
        ],
        'GET /applications/imports/:importId': [{}],
        'POST /applications/imports/:importId/commit': [{}],
        'POST /plans/batch': [
          { body: { lines: [{ year: 2026, season: 'AUTUMN', offeringId, scope: 'IN_CITY', planned: 9 }] } },
        ],
        'GET /plans/usage': [{}, { query: { schoolCode: SCHOOL } }, { query: { offeringId } }],
      },
    };
  },
  tellNothing: {
    'GET /schools': 'a public register',
    'GET /schools/:schoolCode': 'a public register',
    'GET /catalogue/majors': 'a public register that names no school',
    'GET /offerings': 'a public register',
    'GET /public/qualifications': 'a public register: who may recruit is published (T9 公开招生资质)',
  },
};
