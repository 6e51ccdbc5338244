import { z } from 'zod';
import { Facts } from '../domain/finding.js';
import { findings } from './findings.js';
import { ruleOf } from './rules/index.js';
import { HOLDER } from '../persons/person-row.js';

/** What is shown of a finding, with the student where it is of one: name and number as they are today, under the scope of who asks. */
export const FindingView = z
  .object({
    ...findings.shape,
    says: z.object({ zh: z.string(), en: z.string() }).describe('What the rule says'),
    remedy: z.object({ zh: z.string(), en: z.string() }).describe('What the school can do'),
    facts: Facts.describe('What the rule goes by: dates, counts and codes'),
    registrationIds: z.array(z.uuid()).describe('The records behind it, 200 at most'),
    studentNo: z.string().optional().describe('Of a finding of one student'),
    name: z.string().optional().describe('Of a finding of one student'),
    authorityCode: z.string().optional().describe('Authority of the school, as it is today'),
  })
  .meta({ id: 'SupervisionFinding' });

/** A rule that has left the catalogue keeps its findings, which are found no more. */
export const findingSource = {
  select: `
    select ${findings.selected}, student_no, persons.name, persons.name_pinyin, persons.name_initials, authority_code
    from supervision_findings
    left join registrations on registrations.registration_id = supervision_findings.registration_ids[1]
      and cardinality(supervision_findings.registration_ids) = 1
    left join persons on persons.person_id = ${HOLDER}
    left join schools on schools.school_code = supervision_findings.school_code`,
  itemOf: (row: Record<string, unknown>) => {
    const finding = findings.stateOf(row);
    const { says, remedy } = ruleOf(finding.rule) ?? RETIRED;
    return FindingView.parse({
      ...finding,
      says,
      remedy,
      studentNo: row.student_no ?? undefined,
      name: row.name ?? undefined,
      authorityCode: row.authority_code ?? undefined,
    });
  },
};

const retired = { zh: '该规则已不在目录中', en: 'The rule has left the catalogue' };
const RETIRED = { says: retired, remedy: retired };
