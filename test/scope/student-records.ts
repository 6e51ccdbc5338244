import { CertificateDigest, CertificateIssued } from '#contracts';
import { eventOf } from '#messaging';
import { eventually, type TestService } from '#testing';
import { AppModule } from '../../apps/student-records/src/app.module.js';
import {
  activeStudents,
  checkedIn,
  draftBatch,
  graduated,
  itemsOf,
  registered,
  schoolsKnown,
  schoolState,
  show,
  somebody,
  startStudentRecords,
} from '../../apps/student-records/test/check-ins.js';
import { classesOf, classesTellNothing } from './classes.js';
import {
  changedContact,
  comparedIdentity,
  CONTACT,
  NO_TEXT,
  PAPER,
  somePortrait,
  uploadedEvidence,
  uploadedPhoto,
} from './student-files.js';
import { honoursOf, honoursTellNothing } from './honours.js';
import { placementsOf, placementsTellNothing } from './placements.js';
import { termsOf, termsTellNothing } from './terms.js';
import { partTimeOf, partTimeTellsNothing } from './part-time.js';
import { takingOverOf, takingOverTellsNothing } from './taking-over.js';
import { transfersOf } from './transfers.js';
import {
  DISTRICT,
  OTHER_DISTRICT,
  OTHER_SCHOOL,
  SCHOOL,
  supervised,
  type OpenedService,
  type Request,
  type WalkedService,
} from './walked-service.js';

const OWN_BATCH = { name: '2026届', graduatedOn: '2026-06-30' };

export const studentRecords: WalkedService = {
  name: 'student-records',
  module: AppModule,
  async open(): Promise<OpenedService> {
    const service = await startStudentRecords();
    await service.receive(
      schoolState(SCHOOL, 1, '样例一', supervised(DISTRICT)),
      schoolState(OTHER_SCHOOL, 1, '样例二', supervised(OTHER_DISTRICT)),
      schoolState('S003'),
    );
    await schoolsKnown(service, 3);
    const [submitted] = await registered(service, checkedIn({ schoolCode: SCHOOL, person: somebody({ name: '样例保密' }) })); // prettier-ignore
    const [graduate, active] = await activeStudents(service, 2, SCHOOL);
    await graduated(service, [graduate!], SCHOOL);
    const batchId = await draftBatch(service, [active!], SCHOOL);
    const foreign = await draftBatch(service, await activeStudents(service, 1, OTHER_SCHOOL), OTHER_SCHOOL);
    await tellOfCertificate(service, graduate!);
    await proposedRevocation(service, graduate!);
    const deathId = await reportedDeath(service, graduate!);
    await revealAndErase(service, graduate!);
    const [student] = await activeStudents(service, 1, SCHOOL);
    const advanceId = await requestedAdvance(service, student!, SCHOOL);
    await correctedStudent(service, (await show(service, student!)).personId, SCHOOL);
    const { personId } = await show(service, active!);
    const identityChangeId = await requestedCorrection(service, personId, SCHOOL);
    const changeId = await requestedLeave(service, student!, SCHOOL);
    const findingId = await supervisedFinding(service, active!);
    const partTime = await partTimeOf(service);
    const importId = await uploadedChanges(service);
    const portrait = await somePortrait();
    const photoId = await uploadedPhoto(service, student!, portrait);
    const creditsId = await uploadedCredits(service, student!);
    const entryId = await priorLearning(service, student!);
    const documentsId = await uploadedValidities(service, student!);
    const evidenceId = await uploadedEvidence(service, student!);
    await changedContact(service, student!);
    await comparedIdentity(service, student!);
    const { registrationId, applicationId } = submitted as unknown as Record<
      'registrationId' | 'applicationId',
      string
    >;
    const studentNo = String((await show(service, active!)).studentNo);
    const registrationIds = [registrationId, active!, graduate!];
    const decision = { registrationIds, reason: '材料不全' };
    const classes = await classesOf(service, student!);
    const terms = await termsOf(service, student!);
    const transfers = await transfersOf(service, 'S003');
    const placements = await placementsOf(service, student!);
    const honours = await honoursOf(service, student!);
    const takingOver = await takingOverOf(service);
    return {
      service,
      ids: {
        schoolCode: SCHOOL,
        registrationId,
        active: active!,
        graduate: graduate!,
        applicationId,
        batchId,
        studentNo,
        changeId,
        findingId,
        advanceId,
        deathId,
        ...partTime.ids,
        importId,
        student: student!,
        ...classes.ids,
        ...transfers.ids,
        photoId,
        entryId,
        creditsId,
        documentsId,
        evidenceId,
        personId,
        identityChangeId,
        ...terms.ids,
        ...placements.ids,
        ...honours.ids,
        ...takingOver.ids,
      },
      secrets: ['样例保密', applicationId, studentNo, ...registrationIds, batchId],
      requests: {
        'GET /registrations': [{}, { query: { schoolCode: SCHOOL } }, { query: { applicationId } }, { query: { studentNo } },], // prettier-ignore
        'GET /registrations/:registrationId': [{}],
        'GET /registrations/:registrationId/history': [{}],
        'POST /registrations/find-by-document': [{ body: { idType, idNumber } }],
        'GET /audit-entries': [{ query: { limit: '1000' } }, { query: { id: batchId } }],
        'POST /registrations/:registrationId/reveal-identity': [{ body: { reason: '核对' } }],
        'POST /registrations/:registrationId/correct-identity': [{ body: CORRECTION }],
        'POST /registrations/batch-approve': [{ body: { registrationIds } }],
        'POST /registrations/batch-reject': [{ body: decision }],
        'POST /registrations/:registrationId/photos': [{ file: portrait, contentType: 'image/jpeg' }],
        'GET /registrations/:registrationId/photos': [{}],
        'GET /registrations/:registrationId/photos/:photoId': [
          { own: { registrationId: student! }, shows: NO_TEXT },
        ],
        'POST /registrations/batch-state-programme': [{ body: { registrationIds, contractNo: '合1' } }],
        'POST /registrations/batch-set-study-terms': [{ body: { registrationIds, ...TERMS } }],
        'GET /credits': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId: student! } }],
        'POST /credits/prior-learning': [{ body: { registrationIds: [student!], ...LEARNT } }],
        'POST /credits/batch-compensate': [{ body: { entryIds: [entryId], reason: '登记有误' } }],
        ...importRoutes('/credits/imports', creditsId, '数控编程', '学号'),
        'POST /registrations/:registrationId/document-validity': [
          { own: { registrationId: student! }, body: VALIDITY },
        ],
        ...importRoutes('/documents/imports', documentsId, '2019-05-06', '学号'),
        'POST /registrations/:registrationId/contact': [{ own: { registrationId: student! }, body: CONTACT }],
        'POST /registrations/:registrationId/reveal-contact': [
          { own: { registrationId: student! }, body: { reason: '核对' } },
        ],
        'GET /registrations/:registrationId/police-matches': [{ own: { registrationId: student! } }],
        'POST /evidence': [
          { query: { kind: 'OTHER', registrationId: student! }, file: PAPER, contentType: 'application/pdf' },
        ],
        'GET /evidence': [{}, { query: { schoolCode: SCHOOL } }, { query: { registrationId: student! } }],
        'GET /evidence/:evidenceId/content': [{ shows: '%PDF' }],
        'GET /identity-changes': [{}, { query: { schoolCode: SCHOOL } }, { query: { personId } }],
        'POST /identity-changes/:changeId/approve': [{ own: { changeId: identityChangeId } }],
        'POST /identity-changes/:changeId/reveal-identities': [{ own: { changeId: identityChangeId }, body: { reason: '核对' } }], // prettier-ignore
        'POST /identity-changes/:changeId/reject': [{ own: { changeId: identityChangeId }, body: { reason: '材料不足' } }], // prettier-ignore
        'POST /identity-changes/:changeId/withdraw': [{ own: { changeId: identityChangeId }, body: { reason: '有误' } }], // prettier-ignore
        'POST /persons/:personId/correct-pinyin': [{ body: { pinyin: 'yang li' } }],
        'POST /persons/:personId/identity-corrections': [{ body: IDENTITY_CORRECTION }],
        'GET /status-changes': [
          {},
          { query: { schoolCode: SCHOOL } },
          { query: { registrationId: student! } },
        ],
        'POST /status-changes': [{ body: { ...LEAVE, registrationIds: [active!] } }],
        'GET /status-changes/:changeId/history': [{}],
        'POST /status-changes/batch-submit': [{ body: { changeIds: [changeId] } }],
        'POST /status-changes/batch-revise': [{ body: { ...LEAVE, changeIds: [changeId] } }],
        'POST /status-changes/batch-reverse': [
          { body: { changeIds: [changeId], reasonCode: 'ENTERED_IN_ERROR', evidence: '证明1' } },
        ],
        'POST /status-changes/batch-approve': [{ body: { changeIds: [changeId] } }],
        'POST /status-changes/batch-reject': [{ body: { changeIds: [changeId], reason: '材料不全' } }],
        'POST /status-changes/batch-cancel': [{ body: { changeIds: [changeId], reason: '不再申请' } }],
        'GET /status-changes/imports': [{}],
        'GET /status-changes/imports/:importId': [{}],
        'GET /status-changes/imports/:importId/preview': [{ shows: '休学' }],
        'GET /status-changes/imports/:importId/errors': [{ shows: '学号' }],
        'GET /status-changes/imports/:importId/error-workbook': [{ shows: 'PK' }],
        'POST /status-changes/imports/:importId/commit': [{ body: { mode: 'VALID_ROWS' } }],
        'POST /status-changes/imports/:importId/cancel': [{}],
        ...classes.requests,
        ...partTime.requests,
        ...transfers.requests,
        'POST /supervision/runs': [{ body: { schoolCode: SCHOOL } }],
        'GET /supervision/runs': [{}, { query: { schoolCode: SCHOOL } }],
        'GET /supervision/figures': [{}, { query: { schoolCode: SCHOOL } }],
        'GET /supervision/findings': [
          {},
          { query: { schoolCode: SCHOOL } },
          { query: { registrationId: active! } },
        ],
        'GET /supervision/findings/:findingId/history': [{}],
        'POST /supervision/findings/batch-answer': [{ body: { findingIds: [findingId], reason: '已核对' } }],
        'POST /supervision/findings/batch-accept': [{ body: { findingIds: [findingId] } }],
        'POST /supervision/findings/batch-return': [
          { body: { findingIds: [findingId], reason: '材料不全' } },
        ],
        ...terms.requests,
        ...placements.requests,
        ...honours.requests,
        ...takingOver.requests,
        'GET /graduation-batches': [{}, { query: { schoolCode: SCHOOL } }],
        'POST /graduation-batches': [{ body: { ...OWN_BATCH, items: itemsOf(registrationIds) } }],
        'GET /graduation-batches/:batchId': [{}],
        'POST /graduation-batches/:batchId/check': [{}],
        'POST /graduation-batches/:batchId/exclude': [
          { body: decision },
          { own: { batchId: foreign }, body: decision },
        ],
        'POST /graduation-batches/:batchId/submit': [{}],
        'POST /graduation-batches/:batchId/approve': [{}],
        'POST /graduation-batches/:batchId/recall': [{ body: { reason: '名单有误' } }],
        'POST /graduation-batches/:batchId/return': [{ body: { reason: '材料不全' } }],
        'POST /graduation-batches/:batchId/discard': [{ body: { reason: '日期有误' } }],
        'GET /person-deaths': [
          {},
          { query: { schoolCode: SCHOOL } },
          { query: { registrationId: graduate! } },
        ],
        'POST /person-deaths': [{ body: { ...DEATH, registrationIds: [graduate!] } }],
        'POST /person-deaths/batch-confirm': [{ body: { deathIds: [deathId] } }],
        'POST /person-deaths/batch-decline': [{ body: { deathIds: [deathId], reason: '材料不符' } }],
        'GET /advance-graduations': [
          {},
          { query: { schoolCode: SCHOOL } },
          { query: { registrationId: student! } },
        ],
        'POST /advance-graduations': [{ body: { ...ADVANCE, registrationIds: [active!] } }],
        'POST /advance-graduations/batch-grant': [
          { body: { advanceIds: [advanceId], decisionNo: '样例提〔2026〕1号' } },
        ],
        'POST /advance-graduations/batch-deny': [{ body: { advanceIds: [advanceId], reason: '材料不全' } }],
        'POST /advance-graduations/batch-withdraw': [
          { body: { advanceIds: [advanceId], reason: '不再申请' } },
        ],
      },
    };
  },
  tellNothing: {
    ...classesTellNothing,
    'GET /documents/imports/template': 'an empty workbook, the same for everybody',
    'POST /documents/imports':
      'takes the file of who sends it; what is against its rows is told within their reach',
    'GET /credits/imports/template': 'an empty workbook, the same for everybody',
    'POST /credits/imports':
      'takes the file of who sends it; what is against its rows is told within their reach',
    ...termsTellNothing,
    'POST /transfers/request-in':
      'who asks has the document of the student, and is told nothing of a student whose number goes with another one',
    ...placementsTellNothing,
    ...honoursTellNothing,
    ...takingOverTellsNothing,
    'GET /working-calendars': 'a public register of the city',
    'GET /working-calendars/:calendarId/history': 'a public register of the city',
    'GET /registrations/export': 'a workbook of the same rows as the list, whose bytes differ each time',
    ...partTimeTellsNothing,
    'GET /supervision/findings/export':
      'a workbook of the same rows as the list, whose bytes differ each time',
    'GET /supervision/rules': 'the rules of the city, which name no school',
    'GET /supervision/rule-decisions': 'decisions of the city on its rules, which name no school',
    'GET /figures/stock': 'figures of the schools within reach, which name nobody',
    'GET /figures/movements': 'figures of the schools within reach, which name nobody',
    'GET /figures/stock/export': 'a workbook of the figures, whose bytes differ each time',
    'GET /figures/movements/export': 'a workbook of the figures, whose bytes differ each time',
    'GET /figures/roster/export': 'a workbook, whose bytes differ each time; of another school it is refused',
    'GET /figures/aid-eligibility/export':
      'a workbook, whose bytes differ each time; of another school it is refused',
    'GET /status-changes/imports/template': 'an empty workbook, the same for everybody',
    'POST /police-matches/deliver':
      'takes results for whichever person, and answers by the numbers of who delivers them',
    'POST /registrations/photos/batch-upload':
      'names the files of who sends them; whose photos they are is told within their reach',
    'POST /status-changes/imports':
      'takes the file of who sends it; what is against its rows is told within their reach',
  },
};

const { name, idType, idNumber } = somebody({ name: '样例更正' });
const CORRECTION = { identity: { name, idType, idNumber }, reason: '姓名录入有误' };

const PAPERS = { reasonCode: 'LEGAL_CHANGE', evidence: '户籍变更证明1', effectiveOn: '2026-09-01' };
const IDENTITY_CORRECTION = { identity: CORRECTION.identity, ...PAPERS };

const LEAVE = {
  type: 'LEAVE',
  reasonCode: 'ILLNESS',
  effectiveOn: '2026-03-01',
  returnExpectedOn: '2026-09-01',
  evidence: '证明1',
};

const TERMS = {
  effectiveOn: '2026-01-01',
  decisionNo: '样例〔2026〕1号',
  creditBased: true,
  creditsRequired: 100,
};
const LEARNT = { courseCode: 'SK-09', courseName: '车工', credits: 4, evidence: '认定1' };

/** Credits of prior learning, of who studies by credits since a decision of the city; answers the entry. */
async function priorLearning(service: TestService, registrationId: string): Promise<string> {
  const registrationIds = [registrationId];
  const terms = await service
    .as('city-officer')
    .post('/registrations/batch-set-study-terms', { registrationIds, ...TERMS });
  expect(terms.body).toMatchObject({ accepted: 1 });
  const { body } = await service
    .as('school-principal', SCHOOL)
    .post('/credits/prior-learning', { registrationIds, ...LEARNT });
  return body.entryIds[0];
}

const ofImport = (importId: string, shows?: string): Request[] => [
  { own: { importId }, ...(shows && { shows }) },
];

/** @param cell what a preview shows. @param column what the errors name */
const importRoutes = (imports: string, importId: string, cell: string, column: string) => ({
  [`GET ${imports}`]: [{}],
  [`GET ${imports}/:importId`]: ofImport(importId),
  [`GET ${imports}/:importId/preview`]: ofImport(importId, cell),
  [`GET ${imports}/:importId/errors`]: ofImport(importId, column),
  [`GET ${imports}/:importId/error-workbook`]: ofImport(importId, 'PK'),
  [`POST ${imports}/:importId/commit`]: [{ ...ofImport(importId)[0], body: { mode: 'VALID_ROWS' } }],
  [`POST ${imports}/:importId/cancel`]: ofImport(importId),
});

const VALIDITY = { idValidFrom: '2019-05-06', idValidTo: '2029-05-06' };

async function uploadedValidities(service: TestService, registrationId: string): Promise<string> {
  const { studentNo, name: of } = await show(service, registrationId);
  const rows = ['学号,姓名,证件有效期起,证件有效期止'];
  for (const number of [String(studentNo), 'S00000000000']) rows.push(`${number},${String(of)},2019-05-06,`);
  return uploaded(service, '/documents/imports', rows);
}

/** A file of credits with a row that can be committed and one that cannot. */
async function uploadedCredits(service: TestService, registrationId: string): Promise<string> {
  const { studentNo } = await show(service, registrationId);
  const rows = ['学号,课程代码,课程名称,学年学期,学分,成绩结果'];
  for (const number of [String(studentNo), 'S00000000000'])
    rows.push(`${number},SK-01,数控编程,2025-2026-1,4,合格`);
  return uploaded(service, '/credits/imports', rows);
}

const ADVANCE = { graduatesOn: '2025-06-30', reason: '已修完全部课程', evidence: '证明1' };

async function requestedAdvance(
  service: TestService,
  registrationId: string,
  school: string,
): Promise<string> {
  const answer = await service
    .as('school-registrar', school)
    .post('/advance-graduations', { ...ADVANCE, registrationIds: [registrationId] });
  return answer.body.advanceIds[0];
}

const DEATH = { diedOn: '2026-07-01', evidence: '证明1' };

async function reportedDeath(service: TestService, registrationId: string): Promise<string> {
  const registrar = service.as('school-registrar', SCHOOL);
  const answer = await registrar.post('/person-deaths', { ...DEATH, registrationIds: [registrationId] });
  return answer.body.deathIds[0];
}

/** By another officer than approved the graduation. */
async function proposedRevocation(service: TestService, registrationId: string): Promise<void> {
  const officer = service.as('city-officer', undefined, 'revoking');
  const { body } = await officer.post('/graduation-revocations', {
    registrationIds: [registrationId],
    reasonCode: 'CONDITIONS_NOT_MET',
    reason: '经查毕业条件不符',
    leadsTo: 'GRADUATION_REVOKED',
  });
  expect(body).toMatchObject({ accepted: 1 });
}

async function requestedLeave(
  service: Awaited<ReturnType<typeof startStudentRecords>>,
  registrationId: string,
  school: string,
): Promise<string> {
  const answer = await service
    .as('school-registrar', school)
    .post('/status-changes', { ...LEAVE, registrationIds: [registrationId] });
  return answer.body.changeIds[0];
}

/** A finding of the school, and the run that has found it. */
async function supervisedFinding(service: TestService, registrationId: string): Promise<string> {
  await service.query('update registrations set max_months = 1 where registration_id = $1', [registrationId]);
  const officer = service.as('city-officer');
  const run = { schoolCode: SCHOOL, rules: ['BEYOND_LONGEST_DURATION'] };
  expect((await officer.post('/supervision/runs', run)).status).toBe(202);
  return eventually('a finding', async () => {
    const { items } = (await officer.get('/supervision/findings')).body;
    expect(items).toHaveLength(1);
    return items[0].findingId;
  });
}

async function requestedCorrection(
  service: Awaited<ReturnType<typeof startStudentRecords>>,
  personId: string,
  school: string,
): Promise<string> {
  const { sex: _sex, birthDate: _birthDate, ...identity } = somebody({ name: '样例更正后' });
  const path = `/persons/${personId}/identity-corrections`;
  return (await service.as('school-registrar', school).post(path, { identity, ...PAPERS })).body.changeId;
}

/** So that there are rows of a former name and a former document. */
async function correctedStudent(service: TestService, personId: string, school: string) {
  const changeId = await requestedCorrection(service, personId, school);
  expect((await service.as('city-officer').post(`/identity-changes/${changeId}/approve`)).status).toBe(200);
}

/** A file with a row that can be committed and one that cannot. */
async function uploadedChanges(service: Awaited<ReturnType<typeof startStudentRecords>>): Promise<string> {
  const [student] = await activeStudents(service, 1, SCHOOL);
  const { studentNo } = await show(service, student!);
  const rows = ['学号,异动类别,异动原因,生效日期,应复学日期,证明材料编号'];
  for (const number of [String(studentNo), 'S00000000000'])
    rows.push(`${number},休学,因病,2026-03-01,2026-09-01,证明1`);
  return uploaded(service, '/status-changes/imports', rows);
}

async function uploaded(service: TestService, imports: string, rows: string[]): Promise<string> {
  const registrar = service.as('school-registrar', SCHOOL);
  const { body } = await registrar.post(imports, Buffer.from(rows.join('\n')), 'text/csv');
  await eventually('the check of the file', async () => {
    const { state } = (await registrar.get(`${imports}/${body.importId}`)).body;
    if (state !== 'VALIDATED') throw new Error(`It is ${state}.`);
  });
  return body.importId;
}

/** What the other services tell of a graduate, as student records keeps it. */
async function tellOfCertificate(
  service: Awaited<ReturnType<typeof startStudentRecords>>,
  registrationId: string,
) {
  const { personId } = (await show(service, registrationId)) as unknown as { personId: string };
  const certificate = {
    certificateNo: 'C0001',
    registrationId,
    personId,
    schoolCode: SCHOOL,
    kind: 'GRADUATION',
  } as const;
  const at = new Date().toISOString();
  const day = at.slice(0, 10);
  await service.receive(
    eventOf(CertificateIssued, { data: { ...certificate, issueDate: day, issuedAt: at }, version: 1 }),
    eventOf(CertificateDigest, {
      data: {
        service: 'certificates',
        asOf: at,
        schoolCode: SCHOOL,
        day,
        live: 1,
        revoked: 0,
        hash: '0123456789abcdef',
        part: 1,
        parts: 1,
        items: [],
      },
      version: 1,
    }),
  );
  await eventually('what the others told', async () => {
    for (const table of ['registration_certificates', 'digests'])
      expect(await service.query(`select 1 as one from ${table}`)).toHaveLength(1);
  });
}

/** So that there are rows of what was looked at and of what was erased. */
async function revealAndErase(service: TestService, registrationId: string) {
  const officer = service.as('city-officer');
  const reason = { reason: '核对' };
  expect((await officer.post(`/registrations/${registrationId}/reveal-identity`, reason)).status).toBe(200);
  const { personId } = await show(service, registrationId);
  const order = { ...reason, legalGround: 'PURPOSE_ENDED' };
  expect((await officer.post(`/persons/${personId}/erase`, order)).status).toBe(200);
}
