import type { AdmissionChannel, IdType, Level, PlanScope, ProgrammeType, Season, SourceType, StudyMode } from '#contracts'; // prettier-ignore
import { mixesScripts } from '#national-codes';
import { isMinor } from './age.js';
import { error, type Fault, warning } from './field-rules.js';
import { dateFaults, employeeFaults, isPartTimeEmployee, studyFaults } from './study-faults.js';
import { type StudyRules, studyRulesOf } from './study-rules.js';

/** What of an application the rules look at; flat, as a row of a file has it. */
export interface Particulars {
  readonly name: string;
  readonly idType: IdType;
  readonly issuingState?: string;
  readonly birthDate: string;
  readonly sex: string;
  /** What the ID number says of its holder; absent where the document does not say it. */
  readonly numberSays: {
    readonly birthDate?: string;
    readonly sex?: '1' | '2';
    readonly knownRegion?: boolean;
  };
  readonly hukouRegion?: string;
  readonly priorEducation: string;
  readonly priorGraduatedOn?: string;
  readonly level: Level;
  readonly year: number;
  readonly season: Season;
  readonly scope: PlanScope;
  readonly channel: AdmissionChannel;
  readonly startOn: string;
  readonly durationMonths: number;
  readonly studyMode: StudyMode;
  readonly sourceType: SourceType;
  readonly tags: readonly SourceType[];
  readonly programmeType: ProgrammeType;
  readonly guardianName?: string;
  readonly guardianPhone?: string;
  readonly employerUscc?: string;
  readonly employerName?: string;
  /** 市外合作单位, by its id or, in a file, by its name */
  readonly partner?: string;
}

/** All that the rules have against an application, errors and warnings. @param rules newest first */
export function faultsOf(particulars: Particulars, rules: readonly StudyRules[]): Fault[] {
  const ofYear = studyRulesOf(rules, particulars.year);
  return [
    ...identityFaults(particulars),
    ...nameFaults(particulars),
    ...dateFaults(particulars, ofYear),
    ...studyFaults(particulars, ofYear),
    ...employeeFaults(particulars, ofYear),
    ...guardianFaults(particulars),
    ...employerFaults(particulars),
    ...partnerFaults(particulars),
    ...scopeFaults(particulars, ofYear),
  ];
}

/** A mismatch is an error, never an overwrite. */
function identityFaults({ birthDate, sex, numberSays, idType, issuingState }: Particulars): Fault[] {
  const faults: Fault[] = [];
  if (numberSays.birthDate && numberSays.birthDate !== birthDate)
    faults.push(error('birthDate', 'birth-date-mismatch'));
  if (numberSays.sex && numberSays.sex !== sex) faults.push(error('sex', 'sex-mismatch'));
  if (numberSays.knownRegion === false) faults.push(warning('idNumber', 'unknown-region'));
  // States number their passports as they like: without its state, a number may be that of two people.
  if (idType === 'PASSPORT' && !issuingState) faults.push(error('issuingState', 'issuing-state-required'));
  if (idType !== 'PASSPORT' && issuingState)
    faults.push(error('issuingState', 'issuing-state-not-of-document'));
  return faults;
}

function nameFaults({ name, guardianName }: Particulars): Fault[] {
  const faults: Fault[] = [];
  if (mixesScripts(name)) faults.push(warning('name', 'mixed-scripts'));
  if (guardianName && mixesScripts(guardianName)) faults.push(warning('guardianName', 'mixed-scripts'));
  return faults;
}

/** 监护人 is required for who is under 18 on the first day of study [D]. */
function guardianFaults({ birthDate, startOn, guardianName, guardianPhone }: Particulars): Fault[] {
  if (!isMinor(birthDate, startOn) || (guardianName && guardianPhone)) return [];
  return [error('guardianName', 'guardian-required')];
}

/** 用人单位 is required of part-time employees [D], of new apprentices (企业新型学徒制) and of who is recruited with an enterprise (校企共同招生). */
function employerFaults(particulars: Particulars): Fault[] {
  const { employerUscc, employerName, programmeType, channel } = particulars;
  if (!employerUscc && employerName)
    return [error('employerUscc', 'employer-required', '填写了用人单位名称，须同时填写统一社会信用代码')];
  const needed =
    isPartTimeEmployee(particulars) ||
    programmeType === 'NEW_APPRENTICESHIP' ||
    channel === 'ENTERPRISE_JOINT';
  if (!employerUscc && needed) return [error('employerUscc', 'employer-required')];
  return employerUscc && !employerName ? [error('employerName', 'employer-name-required')] : [];
}

/** Who comes by cooperation outside of the city (市外合作招生) names the partner, and nobody else does. */
function partnerFaults({ channel, partner }: Particulars): Fault[] {
  if (channel === 'OUT_OF_CITY') return partner ? [] : [error('partner', 'partner-required')];
  return partner ? [error('partner', 'partner-not-of-channel')] : [];
}

/** Seats of the city's plan are for people of the city; others are often right, and looked at. */
function scopeFaults({ scope, hukouRegion, channel }: Particulars, { city }: StudyRules): Fault[] {
  if (scope !== 'IN_CITY') return [];
  const faults: Fault[] = [];
  if (hukouRegion && !hukouRegion.startsWith(city)) faults.push(warning('scope', 'hukou-out-of-city'));
  if (channel === 'OUT_OF_CITY') faults.push(warning('scope', 'channel-out-of-city'));
  return faults;
}
