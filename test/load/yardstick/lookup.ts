import { LOOKUP, type Message, sealing, startConsumer } from './process.ts';

await startConsumer('certificate-lookup', {
  [LOOKUP]: {
    handle: async (tx, messages) => {
      const made = messages.map(entryOf);
      await tx.insert('entries', made.map(({ row }) => row), 'certificate_no'); // prettier-ignore
      await tx.insert('data_keys', made.map(({ key }) => key.row), 'subject'); // prettier-ignore
    },
  },
});
console.log('ready');

function entryOf({ headers, data }: Message) {
  const { name, idNumber } = sealing.openFromTopic(LOOKUP, data.identity);
  const index = (by: string, number: string) => sealing.index(JSON.stringify([by, number, name]));
  const key = sealing.newKey(`entry:${data.certificateNo}`);
  const row = {
    certificate_no: data.certificateNo,
    kind: data.kind,
    identity: key.seal(JSON.stringify({ name, idNumber }), `entries:identity:${data.certificateNo}`),
    number_and_name: index('CERTIFICATE_NUMBER', data.certificateNo),
    id_and_name: index('ID_NUMBER', idNumber),
    school_code: data.school.code,
    school_name: data.school.name,
    school_type: data.school.schoolType,
    major_name: data.majorName,
    class_type: data.classType,
    study_mode: data.studyMode,
    studied_from: data.from,
    studied_to: data.to,
    issue_date: data.issueDate,
    authority_code: data.authorityCode,
    template_version: data.templateVersion,
    treated_as: data.treatment.as,
    treatment_rule: data.treatment.ruleVersion,
    status: data.status,
    status_at: data.statusAt,
    replaced_by: null,
    visible_at: new Date().toISOString(),
    event_id: headers.ce_id,
    correlation_id: headers.ce_correlationid,
    version: 1,
  };
  return { row, key };
}
