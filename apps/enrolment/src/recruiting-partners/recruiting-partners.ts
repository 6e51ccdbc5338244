import { z } from 'zod';
import { aggregate, aggregateList, HistoryEntry, transition } from '#aggregates';
import { day, id, schoolCode } from '#contracts';
import type { Transaction } from '#database';
import { dayInChina, parseRegion } from '#national-codes';
import { partOfName } from '#runtime';
import { accountableReason, clearText, typed } from '#security';
import * as rules from '../domain/recruiting-partner.js';
import { wrongState } from '../domain/refusals.js';
import type { StudyRules } from '../domain/study-rules.js';

/** 市外合作单位 in its table: a public register, which names no person. */
export const recruitingPartners = aggregate({
  name: 'recruiting-partner',
  table: 'recruiting_partners',
  id: 'partnerId',
  school: null,
  state: 'state',
  states: rules.RecruitingPartner,
});

/** The columns of its key, which are unique: a school has one agreement with a partner, which is prolonged. */
export const PARTNER_KEY = 'name, school_code';

export const partnerList = aggregateList(recruitingPartners, {
  component: 'RecruitingPartner',
  filters: { name: partOfName('array[name]'), ofSchool: ['school_code', schoolCode] },
});

export const PartnerHistory = z
  .object({ partnerId: id, entries: z.array(HistoryEntry) })
  .meta({ id: 'PartnerHistory' });

/** What an agreement says. */
export const agreement = {
  name: clearText(100).meta({ description: '合作单位名称', example: '样例县人力资源和社会保障局' }),
  regionCode: typed(parseRegion).meta({ description: '合作地区, outside of the city', example: '520102' }),
  agreementNo: clearText(50).meta({ description: '协议编号', example: '样例合〔2026〕1号' }),
  validFrom: day,
  validTo: day,
};

const act = { roles: ['city-officer'] } as const;
const reason = accountableReason.meta({ example: '协议续签' });

export interface Things {
  readonly rules: readonly StudyRules[];
}
export const cityOf = (studyRules: readonly StudyRules[]) => ({ city: studyRules[0]!.city });

export const correctPartner = transition(recruitingPartners, {
  ...act,
  name: 'correct-partner',
  path: ':partnerId/correct',
  sentence: { zh: '更正了市外合作单位', en: 'corrected the partner outside of the city' },
  input: { ...agreement, reason },
  refuses: { ...rules.partnerRefusals, ...wrongState },
  context: beforeCorrection,
  decide: rules.correctPartner,
});

/** Whether another partner has the name by now, and what the city is. */
async function beforeCorrection(
  tx: Transaction,
  [partner]: readonly rules.RecruitingPartner[],
  { rules: studyRules }: Things,
  inputOf: (partner: rules.RecruitingPartner) => { readonly name: string },
) {
  const [other] = await tx.query(
    'select from recruiting_partners where name = $1 and school_code is not distinct from $2 and partner_id <> $3',
    [inputOf(partner!).name, partner!.schoolCode ?? null, partner!.partnerId],
  );
  return { ...cityOf(studyRules), isTaken: other !== undefined };
}

export const endPartner = transition(recruitingPartners, {
  ...act,
  name: 'end-partner',
  path: ':partnerId/end',
  sentence: { zh: '终止了市外合作', en: 'ended the cooperation with the partner' },
  input: { endedOn: day.describe('Last day on which people may apply through it'), reason },
  refuses: { ...rules.partnerRefusals, ...wrongState },
  decide: rules.endPartner,
  noted: (_, { endedOn, reason: why }) => ({ effectiveOn: endedOn, reason: why }),
});

export const reinstatePartner = transition(recruitingPartners, {
  ...act,
  name: 'reinstate-partner',
  path: ':partnerId/reinstate',
  sentence: { zh: '恢复了市外合作', en: 'reinstated the partner' },
  input: { reason },
  refuses: wrongState,
  decide: rules.reinstatePartner,
});

/** Through whom somebody applies to a school: the partner by its id, or by its name, as files have it. */
export interface Through {
  readonly schoolCode: string;
  readonly partner?: string | undefined;
}

/**
 * The partners through whom people apply, each where it is in force today for the school; that of the school before one of
 * the city of the same name. Held until the end of the transaction, so that none ends meanwhile. One statement.
 */
export async function partnersInForce(
  tx: Transaction,
  applicants: readonly Through[],
): Promise<(applicant: Through) => rules.RecruitingPartner | undefined> {
  const named = [...new Set(applicants.flatMap(({ partner }) => partner ?? []))];
  const today = dayInChina(tx.at);
  const found =
    named.length === 0
      ? []
      : await recruitingPartners.find(
          tx,
          '(partner_id::text = any($1) or name = any($1)) order by school_code nulls last, partner_id for share',
          [named],
        );
  return ({ partner, schoolCode: to }) =>
    found.find(
      (each) =>
        [each.partnerId, each.name].includes(partner ?? '') &&
        rules.isInForce(each, { schoolCode: to, today }),
    );
}
