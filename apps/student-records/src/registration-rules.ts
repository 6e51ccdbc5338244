import { SettingsError } from '#runtime';
import { RegistrationRules } from './domain/rules.js';

/** Injection token of the `RegistrationRules` that this installation goes by. */
export const REGISTRATION_RULES = Symbol('REGISTRATION_RULES');

/** The rules of this installation: the defaults, but for what the setting `RULES` names. @throws SettingsError */
export function rulesSetBy(setting: object): RegistrationRules {
  const rules = RegistrationRules.safeParse(setting);
  if (rules.success) return rules.data;
  const lines = rules.error.issues.map(({ path, message }) => `  RULES: ${path.join('.')} ${message}`);
  throw new SettingsError(`The settings are wrong:\n${lines.join('\n')}`);
}
