import { CertificateLookupState } from '#contracts/published';
import type { Transaction } from '#database';
import { ReactsTo, type Received } from '#messaging';
import { insertDataKeys, type NewDataKey } from '#security';
import { EntrySealer } from '../../entries/entry-sealer.js';

type State = Received<typeof CertificateLookupState>;

/**
 * Keeps what was last published of each certificate (毕业证书查询). By the published rules for readers, a state
 * with a lower version than the one held is ignored; of several in one batch the last one is kept.
 */
@ReactsTo(CertificateLookupState)
export class KeepEntry {
  constructor(private readonly sealer: EntrySealer) {}

  async handle(states: State[], tx: Transaction): Promise<void> {
    const entries = latestOfEach(states).map((state) => this.entry(state));
    await tx.query(UPSERT, [
      JSON.stringify(entries.map(({ row }) => row)),
      JSON.stringify(entries.map(({ key }) => key)),
    ]);
  }

  private entry({ id, correlationId, version, data }: State): { row: object; key: NewDataKey['row'] } {
    const { columns, key } = this.sealer.seal(data.certificateNo, data.identity);
    const row = {
      certificate_no: data.certificateNo,
      kind: data.kind,
      ...columns,
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
      taken_over: data.takenOver ?? false,
      status: data.status,
      status_at: data.statusAt,
      replaced_by: data.replacedBy ?? null,
      event_id: id,
      correlation_id: correlationId,
      version,
    };
    return { row, key };
  }
}

/** One statement may touch a row once, so a batch with two versions of a certificate brings only the higher. */
function latestOfEach(states: State[]): State[] {
  const latest = new Map<string, State>();
  for (const state of states)
    if (state.version >= (latest.get(state.data.certificateNo)?.version ?? 0))
      latest.set(state.data.certificateNo, state);
  return [...latest.values()];
}

const COLUMNS = [
  'certificate_no',
  'kind',
  'identity',
  'number_and_name',
  'id_and_name',
  'school_code',
  'school_name',
  'school_type',
  'major_name',
  'class_type',
  'study_mode',
  'studied_from',
  'studied_to',
  'issue_date',
  'authority_code',
  'template_version',
  'treated_as',
  'treatment_rule',
  'taken_over',
  'status',
  'status_at',
  'replaced_by',
  'event_id',
  'correlation_id',
  'version',
];

/** Of the keys those whose entries went in. `visible_at` is the clock at the statement, not at the start of the batch: it tells when it could be seen. */
const UPSERT = `
  with kept as (
    insert into entries (${COLUMNS.join(', ')}, visible_at)
    select ${COLUMNS.join(', ')}, clock_timestamp()
    from json_populate_recordset(null::entries, $1::json)
    on conflict (certificate_no) do update
      set ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}, visible_at = excluded.visible_at
      where entries.version < excluded.version
    returning certificate_no)
  ${insertDataKeys('$2', `select 'entry:' || certificate_no from kept`)}
  on conflict (subject) do update set sealed_key = excluded.sealed_key`;
