import { CERTIFICATES, everyRow, GRADUATIONS, type Message, type Row, sealing, startConsumer, startRelay } from './process.ts'; // prettier-ignore

if (everyRow) await startRelay();
await startConsumer('employment', {
  [GRADUATIONS]: {
    handle: async (tx, messages) => {
      const rows = messages.map(caseOf);
      await tx.insert('cases', rows, 'registration_id');
      if (!everyRow) return;
      await tx.insertHistory('cases', 'registration_id', 'open-case', rows);
      await tx.publish(rows.map((row, n) => trackingOpened(row, messages[n]!)));
    },
  },
  ...(everyRow && {
    [CERTIFICATES]: { handle: (tx, issued) => tx.keepNumbers(issued) },
  }),
});
console.log('ready');

function caseOf({ data }: Message): Row {
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

const trackingOpened = (row: Row, { headers }: Message) => ({
  source: '/employment',
  topic: 'employment.outcomes.v1',
  key: row.registration_id,
  subject: row.registration_id,
  type: 'employment.TrackingOpened.v1',
  causedBy: headers,
  data: {
    registrationId: row.registration_id,
    personId: row.person_id,
    schoolCode: row.school_code,
    openedAt: row.opened_at,
  },
});
