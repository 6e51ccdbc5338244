import { v7 as uuidv7 } from 'uuid';
import { CERTIFICATES, everyRow, GRADUATIONS, LOOKUP, type Message, type Row, sealing, startConsumer, startRelay } from './process.ts'; // prettier-ignore
import type { Tx } from './tx.ts';

interface Graduation {
  headers: Record<string, string>;
  graduation: Row;
  certificateNo: string;
}

await startRelay();
await startConsumer('certificates', {
  [GRADUATIONS]: {
    once: true,
    handle: async (tx, messages) => {
      const issuedAt = new Date().toISOString();
      const numbered = await withNumbers(tx, messages);
      const made = numbered.map((each) => certificateOf(each, issuedAt));
      const rows = made.map(({ row }) => row);
      await tx.insert('certificates', rows);
      if (everyRow) await tx.insertHistory('certificates', 'certificate_id', 'issue-certificate', rows);
      await tx.insert('data_keys', made.map(({ key }) => key.row), 'subject'); // prettier-ignore
      await tx.publish(rows.flatMap((row, n) => [issued(row, numbered[n]!), lookupState(row, numbered[n]!)]));
    },
  },
});
console.log('ready');

async function withNumbers(tx: Tx, messages: Message[]): Promise<Graduation[]> {
  const opened = messages.map(({ headers, data }) => ({
    headers,
    graduation: { ...data, identity: sealing.openFromTopic(GRADUATIONS, data.identity) } as Row,
    certificateNo: '',
  }));
  const groups = Map.groupBy(opened, ({ graduation }) => `2026${graduation.school.authorityCode}${graduation.school.code}3`); // prettier-ignore
  const prefixes = [...groups.keys()].toSorted();
  const rows = await tx.query(
    `insert into number_serials (prefix, last) select * from unnest($1::text[], $2::int[]) as w (prefix, n) order by 1
     on conflict (prefix) do update set last = number_serials.last + excluded.last returning prefix, last`,
    [prefixes, prefixes.map((prefix) => groups.get(prefix)!.length)],
  );
  for (const { prefix, last } of rows)
    groups.get(prefix)!.forEach((each, n) => {
      each.certificateNo = prefix + String(last - n).padStart(5, '0');
    });
  return opened;
}

function certificateOf({ graduation, certificateNo }: Graduation, issuedAt: string) {
  const { identity, school, major } = graduation;
  const certificateId = uuidv7();
  const key = sealing.newKey(`certificate:${certificateId}`);
  const row: Row = {
    certificate_id: certificateId,
    certificate_no: certificateNo,
    kind: 'GRADUATION',
    registration_id: graduation.registrationId,
    person_id: graduation.personId,
    graduation_version: 3,
    name: identity.name,
    sex: identity.sex,
    birth_date: identity.birthDate,
    id_type: identity.idType,
    id_number_sealed: key.seal(identity.idNumber, `certificates:id_number:${certificateId}`),
    school_code: school.code,
    school_uscc: school.uscc,
    school_name: school.name,
    school_type: school.schoolType,
    authority_code: school.authorityCode,
    catalogue_version: major.catalogueVersion,
    major_code: major.majorCode,
    major_name: major.name,
    class_type: graduation.level,
    study_mode: graduation.studyMode,
    from_date: graduation.startOn,
    to_date: graduation.graduatedOn,
    issue_date: new Date(Date.parse(graduation.approvedAt) + 8 * 3_600_000).toISOString().slice(0, 10),
    title: '技师学院毕业证书',
    template_version: '2022',
    treatment_as: 'JUNIOR_COLLEGE',
    treatment_rule_version: 'T11-2021',
    issued_at: issuedAt,
    status: 'ISSUED',
    version: 1,
  };
  return { row, key };
}

const issued = (row: Row, { headers }: Graduation) => ({
  source: '/certificates',
  topic: CERTIFICATES,
  key: row.registration_id,
  subject: row.certificate_no,
  type: 'certificates.CertificateIssued.v1',
  causedBy: headers,
  data: {
    certificateNo: row.certificate_no,
    registrationId: row.registration_id,
    personId: row.person_id,
    schoolCode: row.school_code,
    kind: row.kind,
    issueDate: row.issue_date,
    issuedAt: row.issued_at,
  },
});

const lookupState = (row: Row, { headers, graduation }: Graduation) => ({
  source: '/certificates',
  topic: LOOKUP,
  key: row.certificate_no,
  subject: row.certificate_no,
  type: 'certificates.CertificateLookupState.v1',
  causedBy: headers,
  sealed: 'identity',
  data: {
    certificateNo: row.certificate_no,
    kind: row.kind,
    identity: graduation.identity,
    school: {
      code: row.school_code,
      uscc: row.school_uscc,
      name: row.school_name,
      schoolType: row.school_type,
    },
    majorName: row.major_name,
    classType: row.class_type,
    studyMode: row.study_mode,
    from: row.from_date,
    to: row.to_date,
    issueDate: row.issue_date,
    authorityCode: row.authority_code,
    templateVersion: row.template_version,
    treatment: { as: row.treatment_as, ruleVersion: row.treatment_rule_version },
    status: 'VALID',
    statusAt: row.issued_at,
  },
});
