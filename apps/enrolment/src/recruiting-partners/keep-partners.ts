import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { historyEntries, Transitions } from '#aggregates';
import { type BodyOf, command, Commands } from '#commands';
import { id, schoolCode } from '#contracts';
import { allSchools, Transactions } from '#database';
import { Problem } from '#runtime';
import { type Actor, scopeOf } from '#security';
import { STUDY_RULES } from '../applications/study-rules.js';
import { type RecruitingPartner, whyNoAgreement } from '../domain/recruiting-partner.js';
import type { StudyRules } from '../domain/study-rules.js';
import { problems } from '../problems.js';
import {
  agreement,
  cityOf,
  PARTNER_KEY,
  type PartnerHistory,
  partnerList,
  recruitingPartners,
} from './recruiting-partners.js';

export const addPartner = command({
  name: 'add-partner',
  path: '',
  roles: ['city-officer'],
  sentence: { zh: '登记了市外合作单位', en: 'registered the partner outside of the city' },
  body: z.strictObject({
    ...agreement,
    schoolCode: schoolCode.optional().describe('For this school alone; left out, for all'),
  }),
  answers: [201, partnerList.view],
  refuses: [
    problems,
    'partner-already-registered',
    'unknown-school',
    'partner-days-disordered',
    'partner-region-in-city',
  ],
});

export const IntakeFilter = z.strictObject({
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});

export const PartnerIntake = z
  .object({
    items: z.array(
      z.object({
        partnerId: id,
        name: z.string(),
        schoolCode,
        year: z.int(),
        applied: z.int().describe('报名人数, drafts left out'),
        admitted: z.int().describe('录取人数: who has a seat, or had one and has checked in'),
        checkedIn: z.int().describe('报到人数, registered or not'),
      }),
    ),
  })
  .meta({ id: 'PartnerIntake' });

@Injectable()
export class KeepPartners {
  constructor(
    private readonly commands: Commands,
    private readonly transitions: Transitions,
    private readonly transactions: Transactions,
    @Inject(STUDY_RULES) readonly rules: readonly StudyRules[],
  ) {}

  /** @throws Problem 409, 422 */
  add(given: BodyOf<typeof addPartner>, actor: Actor): Promise<RecruitingPartner> {
    return this.commands.run(actor, addPartner.action, async (tx) => {
      const wrong = whyNoAgreement(given, cityOf(this.rules));
      if (wrong) throw new Problem(problems[wrong]);
      const [school] = await tx.query('select from schools where school_code = $1', [given.schoolCode]);
      if (given.schoolCode && !school) throw new Problem(problems['unknown-school']);
      const after = { ...given, partnerId: uuidv7(), state: 'ACTIVE' as const, version: 1 };
      const options = { actor, unless: PARTNER_KEY };
      const [saved] = await this.transitions.save(tx, recruitingPartners, addPartner, [{ after }], options);
      if (!saved) throw new Problem(problems['partner-already-registered']);
      return saved;
    });
  }

  /** @throws Problem 404 */
  async history(partnerId: string): Promise<z.infer<typeof PartnerHistory>> {
    const entries = await this.transactions.run(allSchools, (tx) =>
      historyEntries(tx, recruitingPartners, partnerId),
    );
    if (entries.length === 0) throw new Problem(problems['not-found']);
    return { partnerId, entries };
  }

  /** By partner, school and year, of the schools that the actor sees: some hundreds in a city, so all are answered. */
  async intake({ year }: z.infer<typeof IntakeFilter>, actor: Actor): Promise<z.infer<typeof PartnerIntake>> {
    const items = await this.transactions.run(scopeOf(actor), (tx) =>
      tx.query<z.infer<typeof PartnerIntake>['items'][number]>(
        `select partner_id as "partnerId", partner.name, applications.school_code as "schoolCode", year,
           count(*)::int as applied,
           (count(*) filter (where applications.state = any($2)))::int as admitted,
           (count(*) filter (where checked_in_on is not null))::int as "checkedIn"
         from applications join recruiting_partners partner using (partner_id)
         where applications.state not in ('DRAFT', 'ERASED') and ($1::int is null or year = $1)
         group by partner_id, partner.name, applications.school_code, year
         order by year, partner.name, partner_id, applications.school_code`,
        [year ?? null, HAVE_A_SEAT],
      ),
    );
    return { items };
  }
}

const HAVE_A_SEAT = ['ADMITTED', 'CHECKED_IN', 'REGISTERED', 'STUDY_ENDED', 'RETURNED'];
