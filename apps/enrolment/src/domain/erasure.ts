import { accept, type CodeOf, type Decision, refuse, type RefusalWords } from '#aggregates/rules';
import type { ErasureExtent } from '#contracts';
import { ERASED_NAME } from '#national-codes';
import { type Application, isOneOf, PENDING_STATES, PERSONAL } from './application.js';
import { UNSEATED } from './application-moves.js';

export const erasureRefusals = {
  'admission-is-live': {
    status: 409,
    title: '该报名已录取，不能删除个人信息',
    detail: 'The applicant is admitted; nothing of them can be erased.',
    remedy: 'Wait until the registration is decided; student records erases the person then.',
  },
  'erased-by-student-records': {
    status: 409,
    title: '该人员已报到，个人信息删除须由学籍系统办理',
    detail: 'The person has checked in; student records erases them, here as well.',
    remedy: 'Ask for `POST /persons/{personId}/erase` there.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 个人信息删除 of who was never admitted. Of all others student records decides. */
export function eraseApplicant(
  application: Application,
  at: string,
): Decision<Application, CodeOf<typeof erasureRefusals>> {
  if (application.state === 'ADMITTED' || application.state === 'OFFERED') return refuse('admission-is-live');
  if ('checkedInOn' in application) return refuse('erased-by-student-records');
  return accept(erased(application, 'WHOLE', at));
}

/**
 * Numbers, contact and guardian go in any case: of who has become a student, student records keeps the number. CONTACT
 * leaves the name to the roll of the admitted, and the index to the rule of one live admission; WHOLE leaves neither.
 */
export function erased(application: Application, extent: ErasureExtent, at: string): Application {
  const { name, namePinyin, nameInitials, idNumberIndex, sex, birthDate } = application;
  const kept =
    extent === 'WHOLE'
      ? { name: ERASED_NAME, namePinyin: '', nameInitials: '' }
      : { name, namePinyin, nameInitials, idNumberIndex, sex, birthDate };
  const nothing = Object.fromEntries(PERSONAL.map((property) => [property, undefined]));
  const erasedAt = application.erasedAt ?? at;
  const state = isOneOf(PENDING_STATES, application) ? 'ERASED' : application.state;
  const seat = state === 'ERASED' && UNSEATED;
  return { ...application, ...nothing, ...kept, ...seat, erasedAt, state } as Application;
}
