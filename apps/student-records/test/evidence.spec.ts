// Budget: 25 s: pictures are made, students registered and one of them graduated.
import sharp from 'sharp';
import { sha256Of } from '#files';
import { residentCheck } from '#national-codes';
import { eventually, runJob, type TestService } from '#testing';
import { forgetEvidence, REFERRING } from '../src/evidence/forget-evidence.js';
import {
  activeStudents,
  graduated,
  schoolsKnown,
  schoolState,
  show,
  startStudentRecords,
} from './check-ins.js';

let service: TestService;
beforeAll(async () => {
  service = await startStudentRecords();
  await service.receive(schoolState('S001'), schoolState('S002'));
  await schoolsKnown(service, 2);
});
afterAll(() => service?.close());

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n');
const registrar = (school = 'S001') => service.as('school-registrar', school);
const upload = (query: string, file: Buffer = PDF, type = 'application/pdf', school = 'S001') =>
  registrar(school).post(`/evidence?${query}`, file, type);

const paperOf = async (registrationId: string) =>
  (await upload(`kind=IDENTITY_DOCUMENT&registrationId=${registrationId}`)).body.evidenceId as string;

describe('Evidence', () => {
  it('is a paper of the school, kept sealed as it came, and shown to the school and the authorities with an entry in the audit trail', async () => {
    const [registrationId] = await activeStudents(service, 1);
    const { status, body } = await upload(`kind=MEDICAL&registrationId=${registrationId}`);
    expect([status, body]).toMatchObject([
      201,
      {
        kind: 'MEDICAL',
        registrationId,
        mediaType: 'application/pdf',
        sha256: sha256Of(PDF),
        schoolCode: 'S001',
      },
    ]);
    const address = `/evidence/${body.evidenceId}/content`;
    const answer = await service.as('city-officer').get(address);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="${body.evidenceId}.pdf"`,
    ]);
    expect(answer.body).toEqual(PDF);
    expect((await registrar('S002').get(address)).status).toBe(404);
    const list = await registrar().get(`/evidence?registrationId=${registrationId}`);
    expect(list.body.items).toEqual([body]);
    const [stored] = await service.query('select content from stored_files where file_id = $1', [
      body.evidenceId,
    ]);
    expect((stored!.content as Buffer).includes('%PDF')).toBe(false);
    const { items } = (await service.as('city-officer').get(`/audit-entries?id=${body.evidenceId}`)).body;
    expect(items.map(({ action }: { action: string }) => action).toSorted()).toEqual([
      'upload-evidence',
      'view-evidence',
    ]);
  });

  it('is made anew where it is a picture, and refused where it is neither, or of a student of another school', async () => {
    const picture = sharp({ create: { width: 4_000, height: 3_000, channels: 3, background: '#fff' } });
    const photographed = await picture
      .withExif({ IFD3: { GPSLatitude: '29/1 33/1 0/1' } })
      .jpeg()
      .toBuffer();
    const { body } = await upload('kind=CONSENT', photographed, 'image/jpeg');
    expect(body).toMatchObject({ mediaType: 'image/jpeg' });
    const { body: kept } = await registrar().get(`/evidence/${body.evidenceId}/content`);
    const { exif, width } = await sharp(kept as Buffer).metadata();
    expect([exif, width]).toEqual([undefined, 1_700]);
    expect((await upload('kind=OTHER', Buffer.from('<html>'), 'application/pdf')).body).toMatchObject({
      code: 'file-type-not-accepted',
    });
    const [other] = await activeStudents(service, 1, 'S002');
    expect((await upload(`kind=OTHER&registrationId=${other}`)).status).toBe(404);
  });

  it('is named by a status change of its student, and by none of another', async () => {
    const [one, other] = await activeStudents(service, 2);
    const { evidenceId } = (await upload(`kind=MEDICAL&registrationId=${one}`)).body;
    const request = {
      registrationIds: [one, other],
      type: 'LEAVE',
      reasonCode: 'ILLNESS',
      effectiveOn: '2026-03-01',
      returnExpectedOn: '2026-09-01',
      evidence: '休学证明〔2026〕1号',
      evidenceId,
    };
    expect((await registrar().post('/status-changes', request)).body).toMatchObject({
      accepted: 1,
      refused: [{ id: other, code: 'evidence-not-found' }],
    });
    const { items } = (await registrar().get(`/status-changes?registrationId=${one}`)).body;
    expect(items).toMatchObject([{ evidenceId }]);
    await service.query(`update evidence set uploaded_at = now() - interval '31 days' where evidence_id = $1`, [evidenceId]); // prettier-ignore
  });

  it('is named by an answer to a finding on its student, shown to the authority, and of no other student', async () => {
    const [one, other] = await activeStudents(service, 2);
    const [own, foreign] = [await paperOf(one!), await paperOf(other!)];
    await service.query('update registrations set max_months = 1 where registration_id = $1', [one]);
    const { runIds } = (await registrar().post('/supervision/runs', { rules: ['BEYOND_LONGEST_DURATION'] }))
      .body;
    const items = () =>
      registrar()
        .get(`/supervision/findings?registrationId=${one}`)
        .then(({ body }) => body.items);
    await eventually('the finding', async () => {
      expect(
        await service.query('select from supervision_runs where run_id = any($1)', [runIds]),
      ).toHaveLength(1);
      expect(await items()).toHaveLength(1);
    });
    const findingIds = [(await items())[0].findingId];
    const answer = (evidenceId: string) =>
      registrar().post('/supervision/findings/batch-answer', { findingIds, reason: '住院', evidenceId });
    expect((await answer(foreign)).body.refused).toMatchObject([{ code: 'evidence-not-found' }]);
    expect((await answer(own)).body).toMatchObject({ accepted: 1 });
    const [finding] = (await service.as('city-officer').get('/supervision/findings?state=ANSWERED')).body
      .items;
    expect(finding).toMatchObject({ findingId: findingIds[0], evidenceId: own });
    expect((await service.as('city-officer').get(`/evidence/${own}/content`)).status).toBe(200);
    await service.query(
      `update evidence set uploaded_at = now() - interval '31 days' where evidence_id = $1`,
      [own],
    );
    expect(await runJob(service, forgetEvidence, {})).toMatchObject({ state: 'DONE' });
    expect((await registrar().get(`/evidence/${own}/content`)).status).toBe(200);
  });

  it('is named by a correction of the identity of its student, and then kept', async () => {
    const [one, other] = await activeStudents(service, 2);
    const [own, foreign] = [await paperOf(one!), await paperOf(other!)];
    const { personId } = await show(service, one!);
    const body = '51020219850301007';
    const identity = { name: '样例更名', idType: 'RESIDENT_ID', idNumber: body + residentCheck(body) };
    const correct = (evidenceId: string) =>
      registrar().post(`/persons/${personId}/identity-corrections`, {
        identity,
        reasonCode: 'LEGAL_CHANGE',
        evidence: '户籍变更证明〔2026〕12号',
        effectiveOn: '2026-09-01',
        evidenceId,
      });
    expect(await correct(foreign)).toMatchObject({ status: 409, body: { code: 'evidence-not-found' } });
    expect(await correct(own)).toMatchObject({ status: 201, body: { evidenceId: own } });
    await service.query(`update evidence set uploaded_at = now() - interval '31 days' where evidence_id = $1`, [own]); // prettier-ignore
    expect(await runJob(service, forgetEvidence, {})).toMatchObject({ state: 'DONE' });
    expect((await registrar().get(`/evidence/${own}/content`)).status).toBe(200);
  });

  it('is named by the death of a former student, and then kept', async () => {
    const [id] = await activeStudents(service, 1);
    await graduated(service, [id!]);
    const paper = await paperOf(id!);
    const death = { registrationIds: [id], diedOn: '2026-09-10', evidence: '死亡证明〔2026〕12号', evidenceId: paper }; // prettier-ignore
    expect((await registrar().post('/person-deaths', death)).body).toMatchObject({ accepted: 1 });
    await service.query(`update evidence set uploaded_at = now() - interval '31 days' where evidence_id = $1`, [paper]); // prettier-ignore
    expect(await runJob(service, forgetEvidence, {})).toMatchObject({ state: 'DONE' });
    expect((await registrar().get(`/evidence/${paper}/content`)).status).toBe(200);
  });

  it('is asked for by the night at each table that can name it, and each of them holds it by a key', async () => {
    const columns = await service.query(
      `select table_name as name from information_schema.columns
       where column_name like '%evidence_id%' and table_schema = 'public' and table_name <> 'evidence'`,
    );
    const keys = await service.query(
      `select conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'evidence'::regclass`,
    );
    for (const found of [columns, keys])
      expect(new Set(found.map(({ name }) => name as string))).toEqual(new Set(REFERRING));
  });

  it('is forgotten after thirty days where nothing names it', async () => {
    const [old, young] = [(await upload('kind=OTHER')).body, (await upload('kind=OTHER')).body];
    const named = (await service.query('select evidence_id from status_changes where evidence_id is not null')).map((row) => row.evidence_id); // prettier-ignore
    await service.query(`update evidence set uploaded_at = now() - interval '31 days' where evidence_id = $1`, [old.evidenceId]); // prettier-ignore
    expect(await runJob(service, forgetEvidence, {})).toMatchObject({ state: 'DONE' });
    const left = await service.query('select file_id from stored_files where file_id = any($1)', [[old.evidenceId, young.evidenceId, ...named]]); // prettier-ignore
    expect(new Set(left.map((row) => row.file_id))).toEqual(new Set([young.evidenceId, ...named]));
    expect(named).toHaveLength(1);
    expect((await registrar().get(`/evidence/${old.evidenceId}/content`)).status).toBe(404);
    const [key] = await service.query('select sealed_key, destroyed_by from data_keys where subject = $1', [`file:${old.evidenceId}`]); // prettier-ignore
    expect(key).toEqual({ sealed_key: null, destroyed_by: 'student-records' });
  });
});
