/** What somebody can do, in words that follow the name of who did it. */
export interface Action {
  /** stable, kebab-case; the audit trail keeps it */
  readonly name: string;
  /** Chinese, past tense: 批准了注册 */
  readonly zh: string;
  /** English, past tense: `approved the registration` */
  readonly en: string;
}

const declared = new Map<string, Action>();

/**
 * Declares the actions of a service or a library, once for a name. History is told in these words, so an action that
 * is not done any more stays declared.
 */
export function declareActions<const Words extends Record<string, Omit<Action, 'name'>>>(
  words: Words,
): { readonly [Name in keyof Words]: Action } {
  const actions = Object.entries(words).map(([name, each]) => [name, { ...each, name }] as const);
  for (const [name, action] of actions) declared.set(name, action);
  return Object.fromEntries(actions) as { [Name in keyof Words]: Action };
}

/** Undefined for what was not declared, such as a route that was refused before any use case was asked. */
export const actionNamed = (name: string): Action | undefined => declared.get(name);
