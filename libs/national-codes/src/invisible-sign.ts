const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The first sign of a text that shows nothing, such as a mark of direction, a filler of Hangul or a selector of variants,
 * by its number: `U+202D`. Two texts that differ in one look alike. Undefined if there is none.
 */
export function invisibleSign(text: string): string | undefined {
  const [sign] = INVISIBLE.exec(text) ?? [];
  return sign && numberOf(sign);
}

/** How a sign is looked up: 王 is U+738B. */
export const numberOf = (sign: string): string =>
  `U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
