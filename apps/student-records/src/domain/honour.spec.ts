import { accept, refuse } from '#aggregates/rules';
import type { Deciding } from './deciding.js';
import { award, cancelNomination, decline, type Honour, nominate, publish, withdraw } from './honour.js';
import type { Registration } from './registration-states.js';

const asked = { subject: 'registrar', at: '2026-05-01T02:00:00.000Z', today: '2026-05-01' };
const officer = (subject: string, left = 1): Deciding & { left: number } => ({ ...asked, subject, officerOf: 'CITY', tierOf: () => 'CITY', left }); // prettier-ignore
const student = (state = 'ACTIVE') => ({ registrationId: 'r1', schoolCode: 'S001', state }) as Registration;
const nomination = { kind: 'OUTSTANDING_CADRE', year: 2026, merits: '学生会主席' } as const;
const nominated = (state?: string, standing = false) =>
  nominate(student(state), nomination, { ...asked, newId: 'h1', standing });
function honour(): Honour {
  const decision = nominated();
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
}
const awarded = (): Honour => ({ ...honour(), state: 'AWARDED', decidedBy: 'officer', decidedAt: asked.at, decisionNo: '1号' }); // prettier-ignore

describe('An honour', () => {
  it('is for who studies or has graduated, once of a kind in a year', () => {
    expect([nominated().ok, nominated('GRADUATED').ok]).toEqual([true, true]);
    expect(nominated('WITHDRAWN')).toEqual(refuse('not-graduating'));
    expect(nominated('ACTIVE', true)).toEqual(refuse('nominated-already'));
  });

  it('is awarded by another than who nominated, and no more often than the city has it', () => {
    const decision = { decisionNo: '渝人社发〔2026〕9号' };
    expect(award(honour(), decision, officer('registrar'))).toEqual(refuse('approver-is-submitter'));
    expect(award(honour(), decision, officer('officer', 0))).toEqual(refuse('honour-quota-used-up'));
    expect(award(honour(), decision, officer('officer'))).toMatchObject(accept({ state: 'AWARDED', ...decision })); // prettier-ignore
  });

  it('is declined or taken back while it is not decided, and not afterwards', () => {
    expect(decline(honour(), {}, officer('officer'))).toMatchObject(accept({ state: 'DECLINED' }));
    expect(cancelNomination(honour())).toMatchObject(accept({ state: 'CANCELLED' }));
    expect(cancelNomination(awarded())).toEqual(refuse('not-nominated'));
  });

  it('is published once it is awarded, and withdrawn from either', () => {
    expect(publish(honour(), {}, asked)).toEqual(refuse('not-awarded'));
    const published = publish(awarded(), {}, asked);
    if (!published.ok) throw new Error(published.code);
    expect(published.value).toMatchObject({ state: 'PUBLISHED', publishedAt: asked.at });
    for (const from of [awarded(), published.value])
      expect(withdraw(from)).toMatchObject(accept({ state: 'WITHDRAWN' }));
    expect(withdraw(honour())).toEqual(refuse('not-awarded'));
  });
});
