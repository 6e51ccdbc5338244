import { aggregate } from '#aggregates';
import { Class } from '../domain/class.js';
import { ClassMembership } from '../domain/class-membership.js';

/** 班级 in its table. */
export const classes = aggregate({
  name: 'class',
  table: 'classes',
  id: 'classId',
  school: 'schoolCode',
  states: Class,
  personal: ['headTeachers'],
});

/** 编班 in its table. */
export const classMemberships = aggregate({
  name: 'class-membership',
  table: 'class_memberships',
  id: 'membershipId',
  school: 'schoolCode',
  states: ClassMembership,
});

/** SQL: whether a membership is of a day, such as `$1`. */
export const ofDay = (membership: string, day: string) =>
  `${membership}.state <> 'UNDONE' and ${membership}.from_on <= ${day} and coalesce(${membership}.to_on >= ${day}, true)`;

/** SQL: today's date where schools are. */
export const TODAY_IN_CHINA = `(now() at time zone 'Asia/Shanghai')::date`;
