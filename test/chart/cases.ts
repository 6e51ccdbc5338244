import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { around, given, platform, single } from './choices.ts';
import { combinations, merged, type Values } from './combinations.ts';
import { refused } from './refused.ts';

const trial = parse(readFileSync('deploy/kubernetes/values-trial.yaml', 'utf8'));
const prefixed = <T>(prefix: string, values: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [`${prefix}${name}`, each]));
const over = (below: Values, values: Record<string, Values>): Record<string, Values> =>
  Object.fromEntries(Object.entries(values).map(([name, each]) => [name, merged(below, each)]));

const singles = Object.fromEntries(
  Object.entries(single).map(([name, values]) => [name, merged(given, ...values)]),
);
const onPlatforms = over(given, combinations(platform));
const onTrial = over(trial, combinations({ trial: { on: {} }, ...around }));

/** The values of each rendering, by its name. */
export const installs: Record<string, Values> = {
  ...singles,
  ...onTrial,
  'trial=on trustedCa=secret': merged(trial, ...single['trustedCa=secret']!),
  ...over(given, combinations({ ...platform, ...around })),
};
export const upgrades = prefixed('upgrade: ', { ...singles, ...onPlatforms, ...onTrial });
export const linted: Record<string, Values> = {
  default: given,
  trial,
  everything: merged(given, ...single['everything named, topics=job']!, around.monitoring!.on!),
};
export const wrong = prefixed(
  'refused: ',
  Object.fromEntries(
    Object.entries(refused).map(([name, { given: isGiven = true, values }]) => [
      name,
      isGiven ? merged(given, values) : values,
    ]),
  ),
);
