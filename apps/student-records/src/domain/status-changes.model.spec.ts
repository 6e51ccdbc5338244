import fc from 'fast-check';
import { CHANGE_KINDS } from './change-kinds.js';
import type { ChangeRequest } from './status-change.js';
import {
  dayAt,
  folded,
  LIVE,
  livesNow,
  MODELLED_TYPES,
  ModelledRecord,
  type Moment,
  movedOn,
} from '../../test/changes-model.js';

const LAST_DAY = 40;
const person = fc.nat(2);
const day = fc.nat(LAST_DAY);
const command = fc.oneof(
  fc.record({ does: fc.constant('enter' as const), person, school: fc.constantFrom('S001', 'S002'), mode: fc.constantFrom('FULL_TIME' as const, 'PART_TIME' as const), day }),
  { arbitrary: fc.record({ does: fc.constant('change' as const), person, nth: fc.nat(3), type: fc.constantFrom(...MODELLED_TYPES), day }), weight: 4 },
  { arbitrary: fc.record({ does: fc.constant('reverse' as const), person, nth: fc.nat(3), change: fc.nat(6) }), weight: 2 },
  fc.record({ does: fc.constant('graduate' as const), person, nth: fc.nat(3) }),
  fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 6 }) }),
); // prettier-ignore

type Command = typeof command extends fc.Arbitrary<infer Each> ? Each : never;

function requestOf(type: string, effectiveOn: string): ChangeRequest {
  const { says = [], reasons } = CHANGE_KINDS[type as keyof typeof CHANGE_KINDS];
  const details = { returnExpectedOn: dayAt(90), dischargedOn: dayAt(0), decisionNo: '1', decidedOn: '2025-12-01', months: 1 }; // prettier-ignore
  const said = Object.entries(details).filter(([name]) => says.includes(name as never));
  return { type, reasonCode: reasons[0]!, effectiveOn, evidence: '1', ...Object.fromEntries(said) } as ChangeRequest; // prettier-ignore
}

/** Takes commands in any order; what the rules refuse changes nothing. */
function cityAfter(commands: readonly Command[]) {
  const records: ModelledRecord[] = [];
  const accepted = new Set<string>();
  let today = 10;
  commands.forEach((each, at) => {
    const now: Moment = { today: dayAt(today), at: `${dayAt(today)}T${String(at).padStart(6, '0')}` };
    const ofPerson = records.filter((record) => 'person' in each && record.person === each.person);
    const elsewhere = (record: ModelledRecord) => () =>
      records.some((other) => other !== record && other.person === record.person && livesNow(other));
    const record = 'nth' in each ? ofPerson[each.nth % Math.max(1, ofPerson.length)] : undefined;
    if (each.does === 'wait') {
      today += each.days;
      const then = { ...now, today: dayAt(today) };
      for (const waiting of records) waiting.applyDue(then, elsewhere(waiting));
    } else if (each.does === 'enter') {
      if (ofPerson.some(livesNow) || each.day > today) return;
      records.push(ModelledRecord.entered(each.person, { schoolCode: each.school, studyMode: each.mode, startOn: dayAt(each.day) })); // prettier-ignore
    } else if (record) {
      const done =
        each.does === 'change'
          ? record.change(requestOf(each.type, dayAt(each.day)), now, elsewhere(record))
          : each.does === 'reverse'
            ? record.reverse(each.change, now, elsewhere(record))
            : record.graduate(now);
      if (done) accepted.add(each.does === 'change' ? each.type : each.does);
    }
  });
  return { records, accepted };
}

const DAYS = Array.from({ length: LAST_DAY + 1 }, (_, days) => dayAt(days));
const cities = fc.array(command, { minLength: 25, maxLength: 60 }).map(cityAfter);
/** The same orders each time: of others some hold no change of a rare kind. `npm run models` plays other ones, over the service. */
const RUNS = { seed: 20_260_901, numRuns: 600 };
const holds = (city: (city: ReturnType<typeof cityAfter>) => void) =>
  fc.assert(fc.property(cities, city), RUNS);

describe('Status changes in any order, of any days, reversed or not, at two schools', () => {
  it('leave a record on every day in the state to which its applied changes lead', () => {
    const seen = new Set<string>();
    holds(({ records, accepted }) => {
      for (const record of records)
        for (const on of DAYS) expect([on, record.stateOn(on)]).toEqual([on, folded(record, on)]);
      for (const each of accepted) seen.add(each);
    });
    expect([...seen].toSorted()).toEqual(['graduate', 'reverse', ...MODELLED_TYPES].toSorted());
  });

  it('never let a person have two live records', () => {
    holds(({ records }) => {
      const live = records.filter(livesNow).map((record) => record.person);
      expect(new Set(live).size).toBe(live.length);
    });
  });

  it('add up: the stock of a day is that of the day before and who entered, without who left, by school and mode', () => {
    holds(({ records }) => {
      for (const ofUnit of Map.groupBy(records, unitOf).values()) {
        const stock = (on: string) => ofUnit.filter((record) => LIVE.includes(record.stateOn(on))).length;
        DAYS.slice(1).forEach((on, before) => {
          const moved = ofUnit.map((record) => movedOn(record, on));
          const change = moved.reduce((sum, { entered, left }) => sum + entered - left, 0);
          expect([on, stock(on)]).toEqual([on, stock(DAYS[before]!) + change]);
        });
      }
    });
  });
});

const unitOf = ({ registration: { schoolCode, studyMode } }: ModelledRecord) => `${schoolCode} ${studyMode}`;
