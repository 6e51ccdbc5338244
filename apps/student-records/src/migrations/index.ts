import { CreateStudentRecords1732400000000 } from './1732400000000-create-student-records.js';
import { AddReservedNumbers1795651200000 } from './1795651200000-add-reserved-numbers.js';
import { TellDocumentsApart1795910400000 } from './1795910400000-tell-documents-apart.js';
import { KeepContributors1796200000000 } from './1796200000000-keep-contributors.js';
import { LookUpEntries1797000000000 } from './1797000000000-look-up-entries.js';
import { CorrectIdentities1797100000000 } from './1797100000000-correct-identities.js';
import { KeepCutOffs1797200000000 } from './1797200000000-keep-cut-offs.js';
import { TellHowStudiesEnd1798000000000 } from './1798000000000-tell-how-studies-end.js';
import { ChangeMoreThanLeaves1798000100000 } from './1798000100000-change-more-than-leaves.js';
import { ExplainGraduations1798100000000 } from './1798100000000-explain-graduations.js';
import { RevokeByTwo1798110000000 } from './1798110000000-revoke-by-two.js';
import { CompleteStudies1798120000000 } from './1798120000000-complete-studies.js';
import { ChangeIdentitiesAfterApproval1798200000000 } from './1798200000000-change-identities-after-approval.js';
import { EraseAliases1798210000000 } from './1798210000000-erase-aliases.js';
import { KeepPhotos1798300000000 } from './1798300000000-keep-photos.js';
import { KeepEvidence1798310000000 } from './1798310000000-keep-evidence.js';
import { KeepContacts1798320000000 } from './1798320000000-keep-contacts.js';
import { MatchWithPolice1798330000000 } from './1798330000000-match-with-police.js';
import { KeepClasses1798400000000 } from './1798400000000-keep-classes.js';
import { ConfirmTerms1798410000000 } from './1798410000000-confirm-terms.js';
import { KeepPlacements1798420000000 } from './1798420000000-keep-placements.js';
import { KeepHonours1798430000000 } from './1798430000000-keep-honours.js';
import { Supervise1798500000000 } from './1798500000000-supervise.js';
import { ChangeEmployers1798510000000 } from './1798510000000-change-employers.js';
import { FindRegistrations1798600000000 } from './1798600000000-find-registrations.js';
import { KeepMovements1798610000000 } from './1798610000000-keep-movements.js';
import { CountTransfersIn1798630000000 } from './1798630000000-count-transfers-in.js';
import { CountWorkingDays1798700000000 } from './1798700000000-count-working-days.js';
import { LetStudiesBeFlexible1798710000000 } from './1798710000000-let-studies-be-flexible.js';
import { TransferStudents1798720000000 } from './1798720000000-transfer-students.js';
import { TransferFromOutside1798930000000 } from './1798930000000-transfer-from-outside.js';
import { ShowPapers1798931000000 } from './1798931000000-show-papers.js';
import { FindHoldersByIndex1798941000000 } from './1798941000000-find-holders-by-index.js';
import { LetRegionsRead1798990000000 } from './1798990000000-let-regions-read.js';
import { TakeOverStock1799100000000 } from './1799100000000-take-over-stock.js';
import { TakeOverGraduates1799110000000 } from './1799110000000-take-over-graduates.js';
import { FindPagesByIndex1799200000000 } from './1799200000000-find-pages-by-index.js';
import { CountAbsences1799210000000 } from './1799210000000-count-absences.js';
import { RecordDeaths1799310000000 } from './1799310000000-record-deaths.js';
import { CertifyEarlyLeavings1799320000000 } from './1799320000000-certify-early-leavings.js';
import { RevokeCompletions1799330000000 } from './1799330000000-revoke-completions.js';
import { ReviseStatusChanges1799400000000 } from './1799400000000-revise-status-changes.js';
import { KnowPlans1799410000000 } from './1799410000000-know-plans.js';
import { AnswerWithPapers1799420000000 } from './1799420000000-answer-with-papers.js';
import { LetTheCityShowPapers1799500000000 } from './1799500000000-let-the-city-show-papers.js';
import { EndTransfersToClosedSchools1799510000000 } from './1799510000000-end-transfers-to-closed-schools.js';
import { AskForTransfersIn1799520000000 } from './1799520000000-ask-for-transfers-in.js';
import { KeepPapersOfDeaths1799601000000 } from './1799601000000-keep-papers-of-deaths.js';
import { KeepKindsOfCertificates1799700000000 } from './1799700000000-keep-kinds-of-certificates.js';
import { LetFilesLieOutside1799800000000 } from './1799800000000-let-files-lie-outside.js';

/** Oldest first. */
export const migrations = [
  CreateStudentRecords1732400000000,
  AddReservedNumbers1795651200000,
  TellDocumentsApart1795910400000,
  KeepContributors1796200000000,
  LookUpEntries1797000000000,
  CorrectIdentities1797100000000,
  KeepCutOffs1797200000000,
  TellHowStudiesEnd1798000000000,
  ChangeMoreThanLeaves1798000100000,
  ExplainGraduations1798100000000,
  RevokeByTwo1798110000000,
  CompleteStudies1798120000000,
  ChangeIdentitiesAfterApproval1798200000000,
  EraseAliases1798210000000,
  KeepPhotos1798300000000,
  KeepEvidence1798310000000,
  KeepContacts1798320000000,
  MatchWithPolice1798330000000,
  KeepClasses1798400000000,
  ConfirmTerms1798410000000,
  KeepPlacements1798420000000,
  KeepHonours1798430000000,
  Supervise1798500000000,
  ChangeEmployers1798510000000,
  FindRegistrations1798600000000,
  KeepMovements1798610000000,
  CountTransfersIn1798630000000,
  CountWorkingDays1798700000000,
  LetStudiesBeFlexible1798710000000,
  TransferStudents1798720000000,
  TransferFromOutside1798930000000,
  ShowPapers1798931000000,
  FindHoldersByIndex1798941000000,
  LetRegionsRead1798990000000,
  TakeOverStock1799100000000,
  TakeOverGraduates1799110000000,
  FindPagesByIndex1799200000000,
  CountAbsences1799210000000,
  RecordDeaths1799310000000,
  CertifyEarlyLeavings1799320000000,
  RevokeCompletions1799330000000,
  ReviseStatusChanges1799400000000,
  KnowPlans1799410000000,
  AnswerWithPapers1799420000000,
  LetTheCityShowPapers1799500000000,
  EndTransfersToClosedSchools1799510000000,
  AskForTransfersIn1799520000000,
  KeepPapersOfDeaths1799601000000,
  KeepKindsOfCertificates1799700000000,
  LetFilesLieOutside1799800000000,
];
