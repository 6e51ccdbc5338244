/** Injection token of the `StudyRules`, newest first, that this installation goes by. */
export const STUDY_RULES = Symbol('STUDY_RULES');
