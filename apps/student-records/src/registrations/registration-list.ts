import { z } from 'zod';
import { selectedBy } from '#aggregates';
import { day, id, LEVELS, PROGRAMME_TYPES, schoolCode, SEASONS, Sex, SOURCE_TYPES, StudyMode, } from '#contracts'; // prettier-ignore
import { dayInChina } from '#national-codes';
import { holds, listOf, matching, nameBegins, pageOf, range, several } from '#runtime';
import { ofDay, TODAY_IN_CHINA } from '../classes/classes.js';
import { REGISTRATION_STATES } from '../domain/registration-states.js';
import { LEVEL_NAMES, SEASON_NAMES, STATE_NAMES, STUDY_MODE_NAMES } from '../names-of-codes.js';
import { SELECT_REGISTRATIONS } from './registration-rows.js';
import { RegistrationView } from './registration-view.js';
import { inYearOfStudy } from '../year-of-study-sql.js';
import { registrations } from './registrations.js';

/**
 * Who bears a name today, or bore it before a correction. The latter are few: read once, as an array, so that either way of finding
 * a person is one of an index.
 */
const called = (conditions: readonly string[]) => {
  const met = conditions.join(' or ');
  return `(${met} or holder = any(array(select person_id from person_names where ${met})))`;
};

const inClassToday = (classId: string, place: (value: unknown) => string) =>
  `registration_id in (select registration_id from class_memberships membership
    where class_id = ${place(classId)} and ${ofDay('membership', TODAY_IN_CHINA)})`;

const studiesInYear = (year: number, place: (value: unknown) => string) =>
  inYearOfStudy(year, dayInChina(new Date()), place);

/** What registrars look for and sort by. A document number is no filter: it never stands in an address (decision 10). */
export const registrationList = listOf({
  filters: {
    state: several('state', z.enum(REGISTRATION_STATES)),
    name: nameBegins(called),
    schoolCode: ['school_code', schoolCode],
    authorityCode: ['authority_code', z.string().max(20)],
    studentNo: ['student_no', z.string().max(64)],
    applicationId: ['application_id', id],
    personId: ['holder', id],
    classId: matching(id, inClassToday),
    studyMode: ['study_mode', StudyMode],
    level: several('level', z.enum(LEVELS)),
    programmeType: several('programme_type', z.enum(PROGRAMME_TYPES)),
    majorCode: ['major_code', z.string().max(20)],
    year: ['year', z.coerce.number().int().min(2000).max(2100)],
    season: ['season', z.enum(SEASONS)],
    sourceType: several('source_type', z.enum(SOURCE_TYPES)),
    tag: holds('tags', z.string().max(64)),
    employerUscc: ['employer_uscc', z.string().max(18)],
    sex: ['sex', Sex],
    hukouRegion: ['hukou_region', z.string().regex(/^\d{6}$/)],
    studyYear: matching(z.coerce.number().int().min(1).max(20), studiesInYear),
    startOn: range('start_on', day),
    graduationBatchId: ['graduation_batch_id', id.describe('毕业批次')],
    graduatedOn: range('graduated_on', day),
    endedOn: range('ended_on', day),
    returnExpectedOn: range('return_expected_on', day),
    returnOverdueNotedOn: range('return_overdue_noted_on', day),
  },
  sorts: {
    registrationId: ['registration_id'],
    studentNo: ['student_no_order', 'registration_id'],
    startOn: ['start_on', 'registration_id'],
    name: ['name_order', 'registration_id'],
  },
  workbook: {
    sheet: '学籍',
    columns: {
      schoolCode: '学校代码',
      studentNo: '学号',
      name: '姓名',
      idNumber: '证件号码',
      year: '年度',
      season: { title: '季节', values: SEASON_NAMES },
      studyMode: { title: '学习形式', values: STUDY_MODE_NAMES },
      level: { title: '层次', values: LEVEL_NAMES },
      classCode: '班级代码',
      className: '班级名称',
      state: { title: '学籍状态', values: STATE_NAMES },
      startOn: '入学日期',
      returnExpectedOn: '应复学日期',
      endedOn: '离校日期',
      completedOn: '结业日期',
      graduatedOn: '毕业日期',
      certificateNo: '证书编号',
      registrationId: '学籍编号',
    },
  },
});
selectedBy(registrations, registrationList, () => ({ select: SELECT_REGISTRATIONS }));

export const RegistrationFilter = registrationList.query;
export type RegistrationFilter = z.infer<typeof RegistrationFilter>;
export const RegistrationExport = registrationList.exportQuery;
export type RegistrationExport = z.infer<typeof RegistrationExport>;
export const RegistrationPage = pageOf(RegistrationView).meta({ id: 'RegistrationPage' });
export type RegistrationPage = z.infer<typeof RegistrationPage>;
