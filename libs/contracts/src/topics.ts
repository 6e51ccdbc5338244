/** The services, by the names that they have everywhere: folder, group, source of events. */
export const services = [
  'enrolment',
  'student-records',
  'certificates',
  'certificate-lookup',
  'employment',
] as const;
export type ServiceName = (typeof services)[number];

/**
 * `facts`: past-tense events, kept for `retentionDays`. `state`: whole snapshots, compacted, so that a new reader
 * starts at the beginning and catches up.
 */
export interface TopicDeclaration {
  readonly kind: 'facts' | 'state';
  readonly owner: ServiceName;
  readonly readers: readonly ServiceName[];
  /** What the record key is; one key, one partition, one order. */
  readonly key: string;
  readonly partitions: number;
  readonly retentionDays?: number;
  /** True where events carry a sealed identity: only the owner and the readers hold the topic's key. */
  readonly sealed: boolean;
  /** True where the owner reads it back: to hold a state topic against its rows, or its audit trail against what was published. */
  readonly readBack?: boolean;
}

const facts = { kind: 'facts', retentionDays: 30 } as const;
const state = { kind: 'state', readBack: true } as const;
/** Kept as long as somebody may ask who did what. */
const auditHeads = Object.fromEntries(
  services.map((owner) => [
    `${owner}.audit-heads.v1`,
    {
      kind: 'facts',
      retentionDays: 3650,
      readBack: true,
      owner,
      readers: [],
      key: 'service',
      partitions: 1,
      sealed: false,
    },
  ]),
) as unknown as Record<`${ServiceName}.audit-heads.v1`, TopicDeclaration>;

/** Every topic, declared once: local start-up, tests, AsyncAPI and deployment are made from this. */
export const topics = {
  'enrolment.schools.v1': {
    ...state,
    owner: 'enrolment',
    readers: ['student-records', 'certificates', 'employment'],
    key: 'schoolCode',
    partitions: 1,
    sealed: false,
  },
  'enrolment.catalogue.v1': {
    ...state,
    owner: 'enrolment',
    readers: [],
    key: 'catalogueMajorId',
    partitions: 1,
    sealed: false,
  },
  'enrolment.offerings.v1': {
    ...state,
    owner: 'enrolment',
    readers: ['student-records'],
    key: 'offeringId',
    partitions: 1,
    sealed: false,
  },
  'enrolment.plans.v1': {
    ...state,
    owner: 'enrolment',
    readers: ['student-records'],
    key: 'planLineId',
    partitions: 1,
    sealed: false,
  },
  'enrolment.platform-applications.v1': {
    ...state,
    owner: 'enrolment',
    readers: [],
    key: 'applicationId',
    partitions: 1,
    sealed: false,
  },
  'enrolment.calendars.v1': {
    ...state,
    owner: 'enrolment',
    readers: ['student-records'],
    key: 'calendarId',
    partitions: 1,
    sealed: false,
  },
  'enrolment.applications.v1': {
    ...facts,
    owner: 'enrolment',
    readers: ['student-records'],
    key: 'applicationId',
    partitions: 2,
    sealed: true,
  },
  'student-records.registrations.v1': {
    ...facts,
    // For the reserved numbers, when the database was restored.
    readBack: true,
    owner: 'student-records',
    readers: ['enrolment', 'employment'],
    key: 'personId',
    partitions: 2,
    sealed: false,
  },
  'student-records.graduations.v1': {
    ...facts,
    // For the numbers that were taken over, when the database was restored.
    readBack: true,
    owner: 'student-records',
    readers: ['enrolment', 'certificates', 'employment'],
    key: 'personId',
    partitions: 2,
    sealed: true,
  },
  'student-records.erasures.v1': {
    ...state,
    owner: 'student-records',
    readers: ['enrolment', 'employment'],
    key: 'personId',
    partitions: 1,
    sealed: false,
  },
  'certificates.certificates.v1': {
    ...facts,
    // For the reserved numbers, when the database was restored.
    readBack: true,
    owner: 'certificates',
    readers: ['student-records', 'employment'],
    key: 'registrationId',
    partitions: 2,
    sealed: false,
  },
  'certificates.lookup.v1': {
    ...state,
    owner: 'certificates',
    readers: ['certificate-lookup'],
    key: 'certificateNo',
    partitions: 2,
    sealed: true,
  },
  'employment.outcomes.v1': {
    ...facts,
    owner: 'employment',
    readers: [],
    key: 'registrationId',
    partitions: 2,
    sealed: false,
  },
  'certificates.digests.v1': {
    ...facts,
    owner: 'certificates',
    readers: ['student-records'],
    key: 'service',
    partitions: 1,
    sealed: false,
  },
  'certificate-lookup.digests.v1': {
    ...facts,
    owner: 'certificate-lookup',
    readers: ['student-records'],
    key: 'service',
    partitions: 1,
    sealed: false,
  },
  'employment.digests.v1': {
    ...facts,
    owner: 'employment',
    readers: ['student-records'],
    key: 'service',
    partitions: 1,
    sealed: false,
  },
  ...auditHeads,
} as const satisfies Record<string, TopicDeclaration>;

export type TopicName = keyof typeof topics;
