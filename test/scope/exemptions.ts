/** Tables that are not under row-level security, each with the reason. A name goes for every service that has it. */
export const WITHOUT_POLICY: Record<string, string> = {
  // public registers, which every role may read
  schools: 'a public register, and what the policies themselves read',
  qualifications: 'a public register of schools: who may recruit for what',
  offerings: 'a public register of schools: what they teach',
  authorities: 'a public register that names no school',
  recruiting_partners: 'a public register of institutions outside of the city: who may send people where',
  recruiting_partners_history: 'of a public register, which names nobody but officers',
  authorities_history: 'of a public register that names no school',
  catalogue_versions: 'a public register that names no school',
  catalogue_majors_history: 'of a public register, which names nobody but officers',
  catalogue_majors: 'a public register that names no school',
  entries: 'the public lookup: found by two factors only, and its rows belong to no school',
  annual_targets: 'targets of the city, which name no school',
  annual_targets_history: 'of targets of the city, which names nobody but officers',
  season_calendars: 'a public register of the city: when what may be done',
  season_calendars_history: 'of a public register, which names nobody but officers',
  registration_cut_offs: 'of a public register of the city: until when registrations are approved',
  working_calendars: 'a public register of the city: holidays and shifted working days',
  working_calendars_history: 'of a public register, which names nobody but officers',
  // what belongs to the city as a whole
  live_admissions: 'a school must run into the admission of another without seeing it; it names nobody',
  former_studies:
    'the next stage is linked to the record of the stage before at whichever school; it names nobody',
  student_no_counters: 'counters: a number is never given twice, whoever asks',
  number_serials: 'counters: a number is never given twice',
  reserved_numbers:
    'numbers that a restored database has lost, with the ids of their registrations; names nobody',
  digest_runs: 'whether a run of another service is complete',
  daily_comparison: 'one row: what the comparison of the day found in the whole city',
  audit_heads: 'number and hash of the newest audit entry of each chain',
  audit_publication: 'one row: the day on which the service last published these',
  data_keys: 'sealed, and of no use without the text that they open, which is under a policy; names nobody',
  erased_persons: 'ids of persons, and when they were erased',
  // of messaging: no route shows them but those of operators and city officers
  outbox: 'events on their way out, read by the relay alone',
  inbox: 'ids of events',
  aggregate_versions: 'versions of aggregates',
  handling_starts: 'offsets of events',
  dead_letters: 'events that could not be handled, for operators and city officers',
  migrations: 'names of migrations; of it the running service may read no more',
};

/** Columns with the subject of a person that are not the decision on what another submitted, each with the reason. */
export const NO_DECISION: Record<string, string> = {
  'applications.submitted_by': 'the clerk who took the application down: the applicant applies',
  'applications.delivered_by': 'the platform that delivered it, which decides nothing',
  'applications.admitted_by': 'the school admits whom it likes; four eyes come with the registration',
  'applications.closed_by':
    'the applicant’s wish, or a decision of school or city on what the applicant asked for',
  'applications.checked_in_by': 'submits the registration to student records',
  'identity_conflicts.decided_by':
    'the city compares two entries with the papers; nobody has submitted the conflict',
  'major_review_items.decided_by': 'the city decides on figures; nobody has submitted them',
  'plan_lines.drafted_by': 'drafts',
  'plan_lines.adjustment_requested_by': 'submits',
  'school_changes.decided_by': 'a decision of the city by a document of its own, which nobody submits here',
  'qualifications.drafted_by': 'drafts',
  'qualifications.changed_by': 'drafts',
  'qualifications.next_by':
    'becomes `published_by` on its day, where it opens; to stop a school takes one officer',
  'qualifications.review_by': 'to keep or stop what another officer has published takes one officer',
  'registrations.submitted_by': 'submits',
  'status_changes.requested_by': 'submits',
  'status_changes.cancelled_by': 'the school takes back what it submitted itself',
  'registrations.revoked_by': 'a decision of the city by a document of its own, which nobody submits here',
  'graduation_batches.created_by': 'drafts',
  'graduation_batches.changed_by': 'drafts',
  'graduation_batches.submitted_by': 'submits',
  'graduation_items.excluded_by': 'a change of the draft; it becomes `changed_by` of the batch',
  'outcomes.reported_by': 'reports; nothing here verifies it yet',
  'entries.replaced_by': 'the number of a certificate, no person',
  'data_keys.destroyed_by': 'an order of the city on what nobody submitted',
  'dead_letters.resolved_by': 'an operator’s act on what nobody submitted',
  'jobs.resolved_by': 'an operator’s act on what nobody submitted',
};
