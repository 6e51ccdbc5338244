import { accept, type Asked, type Decision, refuse } from '#aggregates/rules';
import { type OfStudent, type PlacementRefusal, type PlacementTerms, whyNot } from './placement.js';
import type { Agreed, BREAK_REASONS, Placement } from './placement-states.js';

const whileAgreed = (known: Placement): Decision<Agreed, PlacementRefusal> =>
  known.state === 'AGREED' ? accept(known) : refuse('placement-over');

/** 更正, 延长: the same rules as for a new one. */
export function changePlacement(
  known: Placement,
  terms: PlacementTerms,
  { of }: { of: (each: Placement) => OfStudent },
): Decision<Agreed, PlacementRefusal> {
  const agreed = whileAgreed(known);
  if (!agreed.ok) return agreed;
  const changed = { ...agreed.value, ...terms };
  return whyNot(changed, of(known)) ?? accept(changed);
}

interface End {
  readonly endedOn: string;
  readonly breakReasonCode?: (typeof BREAK_REASONS)[number];
}

/** 结束; 中止 where a reason is coded. */
export function endPlacement(
  known: Placement,
  { endedOn, breakReasonCode }: End,
  { today }: Asked,
): Decision<Placement, PlacementRefusal> {
  const agreed = whileAgreed(known);
  if (!agreed.ok) return agreed;
  const { fromOn, toOn } = agreed.value;
  if (endedOn < fromOn || endedOn > toOn || endedOn > today) return refuse('end-not-possible');
  return accept(
    breakReasonCode === undefined
      ? { ...agreed.value, state: 'ENDED', endedOn }
      : { ...agreed.value, state: 'BROKEN_OFF', endedOn, breakReasonCode },
  );
}

/** 恢复: it was ended or broken off by mistake, and nothing else lies on its days now. */
export function resumePlacement(
  known: Placement,
  _input: object,
  { of }: { of: (each: Placement) => OfStudent },
): Decision<Agreed, PlacementRefusal> {
  if (known.state !== 'ENDED' && known.state !== 'BROKEN_OFF') return refuse('placement-not-ended');
  const { endedOn: _, ...rest } = known;
  const { breakReasonCode: __, ...terms } = rest as typeof rest & { breakReasonCode?: string };
  const agreed: Agreed = { ...terms, state: 'AGREED' };
  return whyNot(agreed, of(known)) ?? accept(agreed);
}

/** 作废: recorded by mistake, or never begun. */
export function cancelPlacement(known: Placement): Decision<Placement, PlacementRefusal> {
  const agreed = whileAgreed(known);
  return agreed.ok ? accept({ ...agreed.value, state: 'CANCELLED' }) : agreed;
}
