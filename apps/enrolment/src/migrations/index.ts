import { CreateEnrolment1732400000000 } from './1732400000000-create-enrolment.js';
import { AddCalendar1732500000000 } from './1732500000000-add-calendar.js';
import { AddApplicationLife1732600000000 } from './1732600000000-add-application-life.js';
import { DateActsOnQualifications1796000000000 } from './1796000000000-date-acts-on-qualifications.js';
import { KnowAuthorities1796100000000 } from './1796100000000-know-authorities.js';
import { GradeFieldRules1796150000000 } from './1796150000000-grade-field-rules.js';
import { LetSchoolsChange1796200000000 } from './1796200000000-let-schools-change.js';
import { HonourAdmissions1796300000000 } from './1796300000000-honour-admissions.js';
import { NoteIdentityConflicts1796400000000 } from './1796400000000-note-identity-conflicts.js';
import { LetStudiesGoOn1796500000000 } from './1796500000000-let-studies-go-on.js';
import { DateCatalogue1796600000000 } from './1796600000000-date-catalogue.js';
import { LetPlansBeDecided1796700000000 } from './1796700000000-let-plans-be-decided.js';
import { TransferAdmissions1796800000000 } from './1796800000000-transfer-admissions.js';
import { Cooperate1796810000000 } from './1796810000000-cooperate.js';
import { ReviewMajors1796820000000 } from './1796820000000-review-majors.js';
import { TakePlatformApplications1796900000000 } from './1796900000000-take-platform-applications.js';
import { RegisterRecruitingPartners1796910000000 } from './1796910000000-register-recruiting-partners.js';
import { LookUpEntries1797000000000 } from './1797000000000-look-up-entries.js';
import { FindByPlatformNumber1797020000000 } from './1797020000000-find-by-platform-number.js';
import { HoldTakenOver1799100000000 } from './1799100000000-hold-taken-over.js';
import { KeepPermitsWithPlaces1799300000000 } from './1799300000000-keep-permits-with-places.js';
import { KnowTheDead1799310000000 } from './1799310000000-know-the-dead.js';

/** Oldest first. */
export const migrations = [
  CreateEnrolment1732400000000,
  AddCalendar1732500000000,
  AddApplicationLife1732600000000,
  DateActsOnQualifications1796000000000,
  KnowAuthorities1796100000000,
  GradeFieldRules1796150000000,
  LetSchoolsChange1796200000000,
  HonourAdmissions1796300000000,
  NoteIdentityConflicts1796400000000,
  LetStudiesGoOn1796500000000,
  DateCatalogue1796600000000,
  LetPlansBeDecided1796700000000,
  TransferAdmissions1796800000000,
  Cooperate1796810000000,
  ReviewMajors1796820000000,
  TakePlatformApplications1796900000000,
  RegisterRecruitingPartners1796910000000,
  LookUpEntries1797000000000,
  FindByPlatformNumber1797020000000,
  HoldTakenOver1799100000000,
  KeepPermitsWithPlaces1799300000000,
  KnowTheDead1799310000000,
];
