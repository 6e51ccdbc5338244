import { notFoundRefusal } from '#aggregates';
import { declareProblems } from '#runtime';
import { classRefusals } from './domain/class.js';
import { placingRefusals, undoingRefusals } from './domain/class-membership.js';
import { advanceRefusals } from './domain/advance-graduation.js';
import { changeDecisionRefusals } from './domain/change-decision.js';
import { submissionRefusals, whoRequestsRefusals } from './domain/change-request.js';
import { reversalRequestRefusals } from './domain/change-reversal.js';
import { employerRefusals } from './domain/employer-change.js';
import { erasureRefusals } from './domain/erasure.js';
import { batchRefusals } from './domain/graduation-batch.js';
import { findingRefusals } from './domain/finding.js';
import { deathRefusals } from './domain/person-death-refusals.js';
import { graduationRefusals } from './domain/graduation-check.js';
import { identityDecisionRefusals } from './domain/identity-change-refusals.js';
import { identityCorrectionRefusals } from './domain/identity-correction.js';
import { contactRefusals } from './domain/contact.js';
import { validityRefusals } from './domain/document-validity.js';
import { evidenceRefusals } from './domain/evidence.js';
import { policeMatchRefusals } from './domain/police-match.js';
import { photoRefusals } from './domain/photo.js';
import { revocationRefusals } from './domain/graduation-revocation.js';
import { approvalRefusals } from './domain/registration.js';
import { ruleDecisionRefusals } from './domain/rule-decision.js';
import { compensationRefusals, creditRefusals, priorLearningRefusals } from './domain/credits.js';
import { programmeStatementRefusals, studyTermRefusals } from './domain/study-terms.js';

import { inwardRequestRefusals, inwardStepRefusals } from './domain/inward-transfer.js';
import { transferStepRefusals } from './domain/transfer-refusals.js';
import { workingDayRefusals } from './domain/working-days.js';
import { honourRefusals } from './domain/honour.js';
import { placementRefusals } from './domain/placement.js';
import { formerGraduateRefusals } from './domain/former-graduate.js';
import { balanceRefusals } from './domain/takeover-refusals.js';
import { termRefusals } from './domain/term.js';
import { confirmationRefusals } from './domain/term-confirmation.js';

/** Every code of student records' own: those of the rules, and those of what is no rule of one record. */
export const problems = declareProblems({
  ...notFoundRefusal,
  ...approvalRefusals,
  ...balanceRefusals,
  ...formerGraduateRefusals,
  ...identityCorrectionRefusals,
  ...identityDecisionRefusals,
  ...graduationRefusals,
  ...batchRefusals,
  ...advanceRefusals,
  ...revocationRefusals,
  ...whoRequestsRefusals,
  ...submissionRefusals,
  ...changeDecisionRefusals,
  ...reversalRequestRefusals,
  ...deathRefusals,
  ...erasureRefusals,
  ...photoRefusals,
  ...policeMatchRefusals,
  ...contactRefusals,
  ...evidenceRefusals,
  ...validityRefusals,
  'photo-archive-unreadable': {
    status: 422,
    title: '压缩包无法读取，或解压后过大',
    detail: 'The archive is broken, holds a file twice, more than 1,000 files, or more than 64 MiB.',
    remedy: 'Pack the photos anew as .zip, in several archives where they are many.',
  },
  'photo-given-twice': {
    status: 409,
    title: '压缩包中该学号有多张照片，仅采用第一张',
    detail: 'Another photo of the archive bears the same student number.',
    remedy: 'Leave one photo of each student in the archive.',
  },
  ...studyTermRefusals,
  ...programmeStatementRefusals,
  ...creditRefusals,
  ...priorLearningRefusals,
  ...compensationRefusals,
  ...transferStepRefusals,
  ...inwardRequestRefusals,
  ...inwardStepRefusals,
  ...workingDayRefusals,
  'working-calendar-exists': {
    status: 409,
    title: '该年度的工作日历已载入；有变动请更正',
    detail: 'The calendar of that year is loaded already.',
    remedy: 'Correct the calendar that is there, with a reason.',
  },
  'working-days-wrong': {
    status: 422,
    title: '工作日历中有日期不正确',
    detail: 'Some days of the calendar cannot be right; see errors. Nothing was stored.',
    remedy:
      'Mend the days that `errors[]` names. A day of the year before belongs into the calendar of that year: correct it.',
  },
  ...classRefusals,
  ...placingRefusals,
  ...undoingRefusals,
  ...employerRefusals,
  ...findingRefusals,
  ...ruleDecisionRefusals,
  ...termRefusals,
  ...placementRefusals,
  ...honourRefusals,
  ...confirmationRefusals,
  'in-another-batch': {
    status: 409,
    title: '该学生已在其他未办结的毕业批次中',
    detail: 'The student stands in another graduation batch that is still open.',
    remedy: 'Leave the student out here, or exclude them from the other batch.',
  },
  'person-erased': {
    status: 409,
    title: '该人员个人信息已删除',
    detail: 'The personal data of the person was erased; there is nothing to show.',
    remedy: 'Nothing: it cannot be brought back.',
  },
  'graduation-items-refused': {
    status: 422,
    title: '部分学生不能列入该毕业批次，批次未建立',
    detail: 'Some items cannot stand in this batch; see errors. Nothing was stored.',
    remedy: 'Leave the students out whom `errors[]` names, and create the batch again.',
  },
});
