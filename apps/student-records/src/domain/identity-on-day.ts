/** A correction that was approved: why, from which day it holds, from whom and to whom. */
export interface Corrected<Identity> {
  readonly reasonCode: string;
  readonly effectiveOn: string;
  readonly old: Identity;
  readonly new: Identity;
}

/**
 * Who somebody was by law on a day: a change by law holds from its day on, and what an office has got wrong never held [D].
 * @param corrections in the order of their approval
 * @returns undefined where nothing has changed by law since: then they were who they are now
 */
export function identityOn<Identity extends object>(
  day: string,
  corrections: readonly Corrected<Identity>[],
): Identity | undefined {
  const since = corrections.findIndex(
    ({ reasonCode, effectiveOn }) => reasonCode === 'LEGAL_CHANGE' && effectiveOn > day,
  );
  if (since < 0) return undefined;
  const errors = corrections.slice(since + 1).filter(({ reasonCode }) => reasonCode === 'OFFICE_ERROR');
  return errors.reduce(mended, corrections[since]!.old);
}

/** What was wrong is wrong in the former identity too, where it stood there. */
function mended<Identity extends object>(
  identity: Identity,
  { old, new: right }: Corrected<Identity>,
): Identity {
  const names = Object.keys(right) as (keyof Identity)[];
  const wrong = names.filter((name) => old[name] !== right[name] && identity[name] === old[name]);
  return { ...identity, ...Object.fromEntries(wrong.map((name) => [name, right[name]])) };
}
