import { createServer } from 'node:http';
import { everyRow, inTransaction, insertInbox, insertOutbox, insertRows, outboxRow, raiseVersions, sealing, startConsumer, startRelay } from './process.mjs'; // prettier-ignore

const GRADUATIONS = 'student-records.graduations.v1';
const CERTIFICATES = 'certificates.certificates.v1';

const relay = await startRelay();

/** The graduation of a batch: one update, one insert. */
async function graduate(batchId, registrationIds) {
  const approvedAt = new Date().toISOString();
  await inTransaction(async (client) => {
    const { rows } = await client.query(
      `update registrations r set state = 'GRADUATED', version = r.version + 1, graduated_on = '2026-06-30',
         graduation_batch_id = $2
       from persons p, schools s
       where r.registration_id = any($1) and p.person_id = r.person_id and s.school_code = r.school_code
       returning r.*, p.name, p.id_type, p.id_number, p.sex, p.birth_date,
         (select sealed_key from data_keys where subject = 'person:' || p.person_id) as identity_key, s.uscc, s.name as school_name,
         s.school_type, s.authority_code`,
      [registrationIds, batchId],
    );
    await insertOutbox(client, rows.map((row) => outboxRow(graduationOf(row, approvedAt)))); // prettier-ignore
  });
  relay.wake();
}

function graduationOf(row, approvedAt) {
  return {
    source: '/student-records',
    topic: GRADUATIONS,
    key: row.person_id,
    subject: row.registration_id,
    type: 'student-records.StudentGraduated.v1',
    version: row.version,
    sealed: 'identity',
    data: {
      registrationId: row.registration_id,
      personId: row.person_id,
      applicationId: row.application_id,
      schoolCode: row.school_code,
      identity: {
        name: row.name,
        idType: row.id_type,
        idNumber: sealing.openAtRest(
          `person:${row.person_id}`,
          row.identity_key,
          row.id_number,
          `persons:id_number:${row.person_id}`,
        ),
        sex: row.sex,
        birthDate: row.birth_date,
      },
      studentNo: row.student_no,
      school: {
        code: row.school_code,
        uscc: row.uscc,
        name: row.school_name,
        schoolType: row.school_type,
        authorityCode: row.authority_code,
      },
      major: { catalogueVersion: row.catalogue_version, majorCode: row.major_code, name: row.major_name },
      level: row.level,
      studyMode: row.study_mode,
      programmeType: row.programme_type,
      startOn: row.start_on,
      durationMonths: row.duration_months,
      graduatedOn: row.graduated_on,
      graduationBatchId: row.graduation_batch_id,
      approvedAt,
    },
  };
}

if (everyRow)
  await startConsumer('student-records', {
    [CERTIFICATES]: (messages) =>
      inTransaction(async (client) => {
        const fresh = await insertInbox(client, messages);
        if (fresh.length === 0) return;
        await raiseVersions(client, CERTIFICATES, fresh);
        const rows = fresh.map(({ data }) => ({
          certificate_no: data.certificateNo,
          registration_id: data.registrationId,
          school_code: data.schoolCode,
          status: 'VALID',
          version: 1,
        }));
        await insertRows(client, 'registration_certificates', rows, 'certificate_no');
      }),
  });

createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const { batchId, registrationIds } = JSON.parse(body);
    graduate(batchId, registrationIds).then(
      () => response.end('{}'),
      (error) => {
        console.error(error);
        response.writeHead(500).end(String(error));
      },
    );
  });
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
