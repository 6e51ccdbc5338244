import { createServer } from 'node:http';
import { CERTIFICATES, everyRow, GRADUATIONS, inTransaction, type Row, sealing, startConsumer, startRelay } from './process.ts'; // prettier-ignore

await startRelay();
if (everyRow)
  await startConsumer('student-records', {
    [CERTIFICATES]: { handle: (tx, issued) => tx.keepNumbers(issued) },
  });

/** The graduation of a batch: one update, one insert. */
const graduate = (batchId: string, registrationIds: string[]) =>
  inTransaction(async (tx) => {
    const approvedAt = new Date().toISOString();
    const rows = await tx.query(
      `update registrations r set state = 'GRADUATED', version = r.version + 1, graduated_on = '2026-06-30',
         graduation_batch_id = $2
       from persons p, schools s
       where r.registration_id = any($1) and p.person_id = r.person_id and s.school_code = r.school_code
       returning r.*, p.name, p.id_type, p.id_number, p.sex, p.birth_date,
         (select sealed_key from data_keys where subject = 'person:' || p.person_id) as identity_key, s.uscc, s.name as school_name,
         s.school_type, s.authority_code`,
      [registrationIds, batchId],
    );
    if (everyRow) await tx.insertHistory('registrations', 'registration_id', 'graduate', rows);
    await tx.publish(rows.map((row) => graduationOf(row, approvedAt)));
  });

function graduationOf(row: Row, approvedAt: string) {
  const { person_id: id } = row;
  const idNumber = sealing.openAtRest(
    `person:${id}`,
    row.identity_key,
    row.id_number,
    `persons:id_number:${id}`,
  );
  return {
    source: '/student-records',
    topic: GRADUATIONS,
    key: id,
    subject: row.registration_id,
    type: 'student-records.StudentGraduated.v1',
    version: row.version,
    sealed: 'identity',
    data: {
      registrationId: row.registration_id,
      personId: id,
      applicationId: row.application_id,
      schoolCode: row.school_code,
      identity: { name: row.name, idType: row.id_type, idNumber, sex: row.sex, birthDate: row.birth_date },
      studentNo: row.student_no,
      school: {
        code: row.school_code,
        uscc: row.uscc,
        name: row.school_name,
        schoolType: row.school_type,
        authorityCode: row.authority_code,
      },
      major: {
        catalogueVersion: row.major_catalogue_version,
        majorCode: row.major_code,
        name: row.major_name,
      },
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
