/** The outcome of reading something a person typed: a value, or a stable code with a sentence in Chinese. */
export type Parsed<T> = { ok: true; value: T } | Refused;

/** Why a text was refused. The message is for a registrar and never repeats the text itself. */
export interface Refused {
  ok: false;
  code: string;
  message: string;
}

export const accept = <T>(value: T): Parsed<T> => ({ ok: true, value });

export const refuse = (code: string, message: string): Refused => ({ ok: false, code, message });
