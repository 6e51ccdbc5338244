import { everyRow, inTransaction, insertInbox, insertOutbox, insertRows, outboxRow, raiseVersions, sealing, startConsumer, startRelay } from './process.mjs'; // prettier-ignore

const GRADUATIONS = 'student-records.graduations.v1';
const CERTIFICATES = 'certificates.certificates.v1';
const relay = everyRow ? await startRelay() : undefined;

await startConsumer('employment', {
  [GRADUATIONS]: async (messages) => {
    await inTransaction(async (client) => {
      const fresh = everyRow ? await insertInbox(client, messages) : messages;
      if (fresh.length === 0) return;
      if (everyRow) await raiseVersions(client, GRADUATIONS, fresh);
      const rows = fresh.map(caseOf);
      await insertRows(client, 'cases', rows, 'registration_id');
      if (everyRow) await insertOutbox(client, rows.map((row, n) => trackingOpened(row, fresh[n]))); // prettier-ignore
    });
    relay?.wake();
  },
  ...(everyRow && {
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
        await insertRows(client, 'case_certificates', rows, 'certificate_no');
      }),
  }),
});
console.log('ready');

function caseOf({ data }) {
  const { name } = sealing.openFromTopic(GRADUATIONS, data.identity);
  return {
    registration_id: data.registrationId,
    person_id: data.personId,
    name,
    school_code: data.school.code,
    school_name: data.school.name,
    school_type: data.school.schoolType,
    major_code: data.major.majorCode,
    major_name: data.major.name,
    level: data.level,
    study_mode: data.studyMode,
    graduated_on: data.graduatedOn,
    approved_on: new Date(Date.parse(data.approvedAt) + 8 * 3_600_000).toISOString().slice(0, 10),
    state: 'OPEN',
    version: 1,
    graduation_version: 3,
    opened_at: new Date().toISOString(),
  };
}

function trackingOpened(row, { headers }) {
  return outboxRow({
    source: '/employment',
    topic: 'employment.outcomes.v1',
    key: row.registration_id,
    subject: row.registration_id,
    type: 'employment.TrackingOpened.v1',
    version: 1,
    causedBy: headers,
    data: {
      registrationId: row.registration_id,
      personId: row.person_id,
      schoolCode: row.school_code,
      openedAt: row.opened_at,
    },
  });
}
