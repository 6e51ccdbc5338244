const HAN_ONLY = /^[\p{Script=Han}\u{20000}-\u{3FFFD}\u00B7 ]*$/u;

/** Scripts of names in documents of this country and its visitors; letters of all others count as one. */
const SCRIPTS = [
  /[\p{Script=Han}\u{20000}-\u{3FFFD}]/u,
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hangul}/u,
  /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  /\p{Script=Arabic}/u,
  /(?!\p{Script=Han}|\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Arabic}|\p{Script=Common}|\p{Script=Inherited}|[\u{20000}-\u{3FFFD}])\p{L}/u,
];

/**
 * Whether the letters of a name are of several scripts, as where an а of Cyrillic stands for an a: a reason to look at the
 * document. Names of Japan may be such, so this is never a refusal.
 */
export function mixesScripts(name: string): boolean {
  return !HAN_ONLY.test(name) && SCRIPTS.filter((script) => script.test(name)).length > 1;
}
