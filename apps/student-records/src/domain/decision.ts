/** The outcome of a rule: the next state, or a refusal with a stable code. */
export type Decision<T, Code extends string = string> = Accepted<T> | Refusal<Code>;

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Refusal<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
}

export const accept = <T>(value: T): Accepted<T> => ({ ok: true, value });

export const refuse = <Code extends string>(code: Code): Refusal<Code> => ({ ok: false, code });
