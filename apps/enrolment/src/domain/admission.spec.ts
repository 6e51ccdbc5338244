import { type EligibilityContext, eligible } from './admission.js';
import type { Application } from './application.js';
import { defaultWindows } from './calendar.js';
import { seatGiver } from './plan-line.js';
import type { Coverage } from './qualification.js';

const TODAY = '2026-09-01';
const qualification = (differing: Partial<Coverage> = {}): Coverage => ({
  state: 'PUBLISHED',
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  levels: ['SENIOR'],
  modes: ['FULL_TIME'],
  outOfCityAllowed: false,
  ...differing,
});
type Asking = Pick<Application, 'state' | 'scope'>;
const application = (differing: Partial<Asking> = {}): Asking => ({
  state: 'SUBMITTED',
  scope: 'IN_CITY',
  ...differing,
});
const context = (
  offering: Partial<EligibilityContext['offering']> = {},
  ...qualifications: Coverage[]
): EligibilityContext => ({
  offering: { status: 'ACTIVE', level: 'SENIOR', mode: 'FULL_TIME', ...offering },
  school: {
    status: 'ACTIVE',
    schoolType: 'TECHNICIAN_COLLEGE',
    levelExemptions: [],
    qualifications: qualifications.length > 0 ? qualifications : [qualification()],
  },
  line: { planLineId: 'line', status: 'PUBLISHED' },
  today: TODAY,
  windows: undefined,
  isDisputed: false,
  isDeceased: false,
});
const refused = (code: string) => ({ ok: false, code });

describe('Admission', () => {
  it('is open to a submitted application that a published qualification covers', () => {
    const admissible = application();
    expect(eligible(admissible, context())).toEqual({
      ok: true,
      value: { application: admissible, planLineId: 'line' },
    });
  });

  it.each<[string, Asking, EligibilityContext, string]>([
    ['an application that is admitted already', application({ state: 'ADMITTED' }), context(), 'wrong-state'],
    ['a stopped offering', application(), context({ status: 'STOPPED' }), 'offering-not-active'],
    [
      'a suspended qualification',
      application(),
      context({}, qualification({ state: 'SUSPENDED' })),
      'not-qualified',
    ],
    [
      'a qualification that has run out',
      application(),
      context({}, qualification({ validTo: '2026-08-31' })),
      'not-qualified',
    ],
    ['a mode that is not covered', application(), context({ mode: 'PART_TIME' }), 'not-qualified'],
    ['applicants from outside the city', application({ scope: 'OUT_OF_CITY' }), context(), 'not-qualified'],
    [
      'a person in conflict with another',
      application(),
      { ...context(), isDisputed: true },
      'identity-in-conflict',
    ],
    [
      'a day after the window of the season',
      application(),
      { ...context(), windows: { ...defaultWindows(2026, 'AUTUMN'), admissionCloseOn: '2026-08-31' } },
      'outside-window',
    ],
    [
      'a place without a published plan',
      application(),
      { ...context(), line: undefined },
      'no-published-plan',
    ],
    [
      'a place whose plan is only approved',
      application(),
      { ...context(), line: { planLineId: 'line', status: 'APPROVED' } },
      'no-published-plan',
    ],
    [
      'a place whose plan is closed',
      application(),
      { ...context(), line: { planLineId: 'line', status: 'CLOSED' } },
      'plan-line-closed',
    ],
  ])('is refused for %s', (_, each, about, code) => {
    expect(eligible(each, about)).toMatchObject(refused(code));
  });

  it('needs one qualification that covers all, not two that cover half each', () => {
    const halves = [qualification({ levels: ['INTERMEDIATE'] }), qualification({ modes: ['PART_TIME'] })];
    expect(eligible(application(), context({}, ...halves))).toEqual(refused('not-qualified'));
  });

  it('gives the seats of each plan line in the order in which applicants are named', () => {
    const lines = [
      { planLineId: 'a', planned: 3, reserved: 1, used: 1 },
      { planLineId: 'b', planned: 2, reserved: 0, used: 0 },
    ];
    expect(['a', 'a', 'b'].map(seatGiver(lines))).toEqual([true, false, true]);
  });
});
