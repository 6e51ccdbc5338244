/** Injection token of the `RegistrationRules` that this installation goes by. */
export const REGISTRATION_RULES = Symbol('REGISTRATION_RULES');
