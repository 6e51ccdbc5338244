/** A JSON Schema as zod writes it, of what is needed here. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly format?: string;
}

/** Any id's, day's and moment's. */
const BY_FORMAT: Record<string, string> = {
  uuid: '01931b00-0000-7000-8000-000000000001',
  date: '2026-09-01',
  'date-time': '2026-09-01T08:00:00.000Z',
};

/**
 * An example of what a schema takes, made of the examples of its parts. A text whose form its schema cannot tell needs
 * one of its own: `.meta({ example })`.
 * @param named the schemas that `$ref` names
 * @param field name of the property or parameter
 */
export function exampleOf(
  schema: JsonSchema,
  named: Readonly<Record<string, JsonSchema>>,
  field = '',
): unknown {
  const given = [schema.example, schema.examples?.[0], schema.const, schema.enum?.[0], schema.default];
  const own = given.find((each) => each !== undefined);
  if (own !== undefined) return own;
  if (schema.$ref) return exampleOf(named[schema.$ref.split('/').at(-1)!] ?? {}, named, field);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && !schema.properties) return exampleOf(choices[0]!, named, field);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => exampleOf(each, named)));
  return ofType(schema, named, field);
}

function ofType(schema: JsonSchema, named: Readonly<Record<string, JsonSchema>>, field: string): unknown {
  const { type, properties = {}, items = {}, minItems = 1, minimum = 1, format = '' } = schema;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties)
          .filter(([name]) => !ofOtherChoices(schema).includes(name))
          .map(([name, each]) => [name, exampleOf(each, named, name)]),
      );
    case 'array':
      return Array.from({ length: minItems }, () => exampleOf(items, named, field.replace(/s$/, '')));
    case 'integer':
    case 'number':
      return Math.max(1, minimum);
    case 'boolean':
      return true;
    case 'string':
      return BY_FORMAT[format] ?? FIELD_EXAMPLES[field] ?? '样例';
    default:
      return type === 'null' ? null : '样例';
  }
}

/** Properties that only a later one of the choices requires: the example is of the first. */
const ofOtherChoices = ({ oneOf = [] }: JsonSchema): readonly string[] =>
  oneOf.slice(1).flatMap(({ required = [] }) => required);

/**
 * Examples of fields by their name, for texts whose schema has none of its own: made up, and of the right form.
 * They stand here because the schemas of many services share the names.
 */
const FIELD_EXAMPLES: Readonly<Record<string, string>> = {
  authorityCode: '500000',
  catalogueVersion: '2022',
  certificateNo: '2026500000S001300007',
  cursor: 'WyJKb1dOVFE4Y0hxMyIsIlMwMDEiXQ',
  decisionNo: '样例决字〔2026〕1号',
  employerUscc: '12500000450400000C',
  hukouRegion: '500103',
  id: '1',
  idNumber: '500103200809010019',
  issuingState: 'KOR',
  majorCode: '0106-4',
  name: '王样例',
  nextCursor: 'WyJKb1dOVFE4Y0hxMyIsIlMwMDEiXQ',
  phone: '19900001206',
  platformNumber: 'ZZ-2026-000001',
  priorEducation: '初中',
  publicationNo: '样例〔2026〕1号',
  regionCode: '500103',
  role: 'city-officer',
  schoolCode: 'S001',
  schoolName: '样例技师学院',
  studentNo: '2026S00100001',
  topic: 'enrolment.schools.v1',
  type: 'enrolment.SchoolState.v1',
  uscc: '12500000450400000C',
};

/** What a parameter means, for those whose schema says nothing of itself. */
export const PARAMETER_DESCRIPTIONS: Readonly<Record<string, string>> = {
  applicationId: 'Id of an application 报名',
  authorityCode: 'Code of the authority over the school 主管部门',
  batchId: 'Id of a graduation batch 毕业批次',
  balanceId: 'Id of the balance of a takeover 接管平账',
  placementId: 'Id of a placement 实习',
  termId: 'Id of a term 学期',
  classId: 'Id of a class 班级',
  code: 'Code of the class 班级代码',
  calendarId: 'Id of a calendar 招生日程、工作日历',
  conflictId: 'Id of a conflict of identities 身份冲突',
  decisionId: 'Id of a decision on a rule of supervision 监管规则设定',
  rule: 'Code of a rule of supervision 监管规则',
  severity: 'How much the finding weighs 疑点程度',
  findingId: 'Id of a finding 疑点',
  catalogueVersion: 'Version of the catalogue of majors 专业目录版本',
  certificateNo: 'Number of a certificate 证书编号',
  employerUscc: 'USCC of the employer 用人单位统一社会信用代码',
  hukouRegion: 'Household region, GB/T 2260 户籍所在地',
  id: 'Number of the record',
  importId: 'Id of an import 批量导入',
  key: 'Key of the record in its topic',
  kind: 'Kind of the record 类别',
  reasonCode: 'Code of the reason 原因',
  majorCode: 'Code of a major 专业代码',
  name: 'Name of the person 姓名, as on the certificate',
  offeringId: 'Id of an offering 专业点',
  offeringStatus: 'Status of the offering: open, stopped or closed',
  level: 'Level of training 培养层次',
  mode: 'Study mode 学习形式',
  photoId: 'Id of a photo 证件照',
  evidenceId: 'Id of evidence 证明材料',
  planLineId: 'Id of a plan line 招生计划',
  planStatus: 'Status of the plan line 计划状态',
  scope: 'Plan scope 计划范围',
  targetId: 'Id of an annual target 年度招生目标',
  qualificationId: 'Id of a qualification 招生资质',
  changeId: 'Id of a change 变更',
  schoolType: 'Type of the school 院校类型',
  reviewId: 'Id of a review of majors 专业年度评议',
  reason: 'Why it could not be handled',
  personId: 'Id of a person',
  partnerId: 'Id of a partner outside of the city 市外合作单位',
  ofSchool: 'Code of the school that the partner is of alone',
  channel: 'Channel of the application 招生渠道',
  platformNumber: 'Number of the application at the platform that delivered it 平台编号',
  reach: '`CITY`: for all schools; `SCHOOL`: what one school was given beside it',
  registrationId: 'Id of a registration 学籍',
  schoolCode: 'Code of a school 院校代码; a school may name its own only',
  season: 'Season of admission 招生季',
  state: 'State of the record',
  status: 'Status of the certificate',
  programmeType: 'Type of programme 培养类型',
  sex: 'Sex, GB/T 2261.1 性别',
  sourceType: 'Primary source of students 生源类别',
  studyMode: 'Study mode 学习形式',
  studyYear: 'Year of study that the student is in today 在读第几学年',
  tag: 'One of the further sources 生源标签',
  studentNo: 'Student number 学籍号',
  topic: 'Topic of the event, without prefix',
  type: 'Type of the event',
  year: 'Year 年度, such as that of the admission',
};
