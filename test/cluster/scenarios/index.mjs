import { lossScenarios } from './losses.mjs';
import { mistakeScenarios } from './mistakes.mjs';
import { scalingScenarios } from './scaling.mjs';
import { versionScenarios } from './versions.mjs';

/**
 * What happens to a release under load, in the order in which it is played.
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {string} [from] the version that is to be installed when it begins
 * @property {RegExp} [mayFail] the failures of requests (`place status code`) that are right meanwhile; others are found
 * @property {boolean} [onBothNodes] whether each service is to have a pod on the node that can be taken away
 * @property {string} [needs] the option without which it cannot be played
 * @property {(trial: object) => Promise<string[] | void>} run answers sentences for the result
 */
/** @type {Scenario[]} */
export const scenarios = [...versionScenarios, ...lossScenarios, ...scalingScenarios, ...mistakeScenarios];
