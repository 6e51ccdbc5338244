import { z } from 'zod';
import {
  accept,
  type Asked,
  type Decision,
  type Refusal,
  refuse,
  type RefusalWords,
} from '#aggregates/rules';
import { day, id, schoolCode, Season } from '#contracts';

const windows = {
  applicationsOpenOn: day,
  applicationsCloseOn: day,
  admissionOpenOn: day,
  admissionCloseOn: day,
  checkInOpenOn: day,
  checkInDeadline: day,
  registrationCutOff: day,
};
export const Windows = z.object(windows);
/** When each act of a season may be done: days in China, both ends included. */
export type Windows = z.infer<typeof Windows>;

const of = { calendarId: id, year: z.int(), season: Season, version: z.int() };

/** 招生日程: what the city has set for a season, and what it has widened for one school. */
export const SeasonCalendar = z.discriminatedUnion('reach', [
  z.object({ ...of, ...windows, reach: z.literal('CITY') }),
  z.object({ ...of, ...Windows.partial().shape, reach: z.literal('SCHOOL'), schoolCode }),
]);
export type SeasonCalendar = z.infer<typeof SeasonCalendar>;

/**
 * The windows of a season of which the city names only some. The cut-offs of the registration, 20 April and 20 October, are those of a
 * technician school [F4]; the other days are this project's [D].
 */
export function defaultWindows(year: number, season: 'SPRING' | 'AUTUMN'): Windows {
  return season === 'AUTUMN'
    ? {
        applicationsOpenOn: `${year}-03-01`,
        applicationsCloseOn: `${year}-09-30`,
        admissionOpenOn: `${year}-04-01`,
        admissionCloseOn: `${year}-09-30`,
        checkInOpenOn: `${year}-08-15`,
        checkInDeadline: `${year}-09-30`,
        registrationCutOff: `${year}-10-20`,
      }
    : {
        applicationsOpenOn: `${year - 1}-11-01`,
        applicationsCloseOn: `${year}-03-31`,
        admissionOpenOn: `${year - 1}-12-01`,
        admissionCloseOn: `${year}-03-31`,
        checkInOpenOn: `${year}-02-15`,
        checkInDeadline: `${year}-03-31`,
        registrationCutOff: `${year}-04-20`,
      };
}

/** Pairs of which the first may not be later than the second. */
const ORDER: readonly (readonly [keyof Windows, keyof Windows])[] = [
  ['applicationsOpenOn', 'applicationsCloseOn'],
  ['admissionOpenOn', 'admissionCloseOn'],
  ['checkInOpenOn', 'checkInDeadline'],
  ['applicationsOpenOn', 'admissionOpenOn'],
  ['admissionOpenOn', 'checkInOpenOn'],
  ['applicationsCloseOn', 'admissionCloseOn'],
  ['admissionCloseOn', 'checkInDeadline'],
  ['checkInDeadline', 'registrationCutOff'],
];

/** What does not fit together, each as the field that is too early and the one that it lies before. */
export const disorders = (
  asked: Windows,
): { readonly field: keyof Windows; readonly before: keyof Windows }[] =>
  ORDER.filter(([first, second]) => asked[first] > asked[second]).map(([first, second]) => ({
    field: second,
    before: first,
  }));

const OPENINGS = ['applicationsOpenOn', 'admissionOpenOn', 'checkInOpenOn'] as const;
const isOpening = (field: string) => OPENINGS.some((each) => each === field);

/** The windows of a school: the city's, and where it was given more, that. */
export function widened(city: Windows, own: Partial<Windows>): Windows {
  const fields = Object.keys(windows) as (keyof Windows)[];
  const wider = (field: keyof Windows) => {
    const days = [city[field], own[field] ?? city[field]].toSorted();
    return days.at(isOpening(field) ? 0 : -1)!;
  };
  return Object.fromEntries(fields.map((field) => [field, wider(field)])) as unknown as Windows;
}

export const extensionRefusals = {
  'would-shorten': {
    status: 409,
    title: '延长不能缩短已定的日程',
    detail:
      'An extension opens a window earlier or closes it later; this changes nothing or takes days away.',
    remedy: 'Name days outside the window that is set, or correct the calendar with a reason.',
  },
} as const satisfies Record<string, RefusalWords>;

/** 延长: opens earlier or closes later, and takes no day away. */
export function extend(current: Windows, asked: Partial<Windows>): Decision<Windows, 'would-shorten'> {
  const fields = Object.keys(asked) as (keyof Windows)[];
  const after = widened(current, asked);
  const gains = fields.every((field) => after[field] === asked[field] && after[field] !== current[field]);
  return fields.length > 0 && gains ? accept(after) : refuse('would-shorten');
}

export type Act = 'APPLICATION' | 'ADMISSION' | 'CHECK_IN';

const WINDOW_OF: Record<Act, readonly [keyof Windows, keyof Windows]> = {
  APPLICATION: ['applicationsOpenOn', 'applicationsCloseOn'],
  ADMISSION: ['admissionOpenOn', 'admissionCloseOn'],
  CHECK_IN: ['checkInOpenOn', 'checkInDeadline'],
};

export const windowRefusals = {
  'outside-window': {
    status: 409,
    title: '不在招生日程规定的时间内',
    detail: 'The calendar of the season does not allow this on that day.',
    remedy: 'Act within the dates that the answer names, or ask the city to extend them for the school.',
  },
} as const satisfies Record<string, RefusalWords>;

/**
 * The window that an act misses on a day; undefined where it is allowed. A season for which the city has set no calendar is
 * not limited [D].
 */
export function outside(
  set: Windows | undefined,
  act: Act,
  on: string,
): { readonly from: string; readonly to: string } | undefined {
  if (!set) return undefined;
  const [from, to] = WINDOW_OF[act];
  return set[from] <= on && on <= set[to] ? undefined : { from: set[from], to: set[to] };
}

/** The words of a refusal that name the dates. */
export const windowWords = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  title: `不在招生日程规定的时间内（${from} 至 ${to}）`,
  detail: `The calendar of the season allows this from ${from} to ${to}, both days included.`,
});

/** The refusal of an act on a day that its window leaves out, with the dates; undefined where it is allowed. */
export function outsideWindow(
  set: Windows | undefined,
  act: Act,
  on: string,
): Refusal<'outside-window'> | undefined {
  const missed = outside(set, act, on);
  return missed && refuse('outside-window', windowWords(missed));
}

/** What the season allows, as the school has it; undefined where the city has set no calendar. */
export interface InSeason extends Asked {
  readonly windows: Windows | undefined;
}
